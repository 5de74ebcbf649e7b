import { describe, expect, it } from 'vitest';
import app from '../../hubspot-project/app/app-hsmeta.json' with { type: 'json' };
import { findAll, isThere, readText } from './project-files.ts';

const listing = readText('docs/listing.md');
const section = (title: string) => listing.split(`\n### ${title}\n`)[1]?.split(/\n##/)[0]?.trim() ?? '';
const rows = findAll(listing, /^\| (\d+ \|.*) \|$/gm).map((row) => row.split(' | '));

describe('docs/listing.md', () => {
  it('names the app as its metadata does, without HubSpot’s own name', () => {
    const [name] = findAll(listing, /^\| Name \| (.+) \|$/gm);

    expect(name).toBe(app.config.name);
    expect(name).not.toMatch(/hub/i);
  });

  it('has an overview of at least 160 characters', () => {
    expect(section('Overview').length).toBeGreaterThanOrEqual(160);
  });

  it('takes up each of HubSpot’s 31 requirements once, with a state that it explains', () => {
    expect(rows.map(([number]) => Number(number))).toEqual(Array.from({ length: 31 }, (_, at) => at + 1));
    expect(rows.filter(([, , state = '']) => !['done', 'live account', 'oppSpot'].includes(state))).toEqual([]);
  });

  it('says how for everything that it calls done', () => {
    expect(rows.filter(([, , state, how = '']) => state === 'done' && how.length < 10)).toEqual([]);
  });

  it('calls nothing done that needs addresses which do not exist yet', () => {
    const pending = Object.values(app.config.support).some((value) => value.includes('.example'));
    const addresses = rows.find(([number]) => number === '15');

    expect([pending, addresses?.[2]]).toEqual([true, 'oppSpot']);
  });

  it('shows pictures that exist', () => {
    const pictures = findAll(section('Screenshots'), /\]\((images\/[^)]+)\)/g);

    expect(pictures.length).toBeGreaterThan(3);
    expect(pictures.filter((file) => !isThere(`docs/${file}`))).toEqual([]);
  });

  it('shares the data that the scopes open, and no other', () => {
    const scopes = [...app.config.auth.requiredScopes, ...app.config.auth.optionalScopes];
    const opened = new Set(scopes.map((scope) => scope.replace(/^crm\.objects\.|^crm\.|\.(read|write)$/g, '')));
    const words: Readonly<Record<string, string>> = { automation: 'workflows', oauth: '' };
    const expected = [...opened].map(
      (name) => words[name] ?? (name.startsWith('schemas.') ? 'property definitions' : name),
    );
    const shared = findAll(section('Shared data'), /^\| ([a-z ]+) \| (?:yes|no|when)/gm);

    // Tasks have no scope of their own: HubSpot opens them with contacts.
    expect(shared.filter((name) => name !== 'tasks').sort()).toEqual([...new Set(expected.filter(Boolean))].sort());
  });
});

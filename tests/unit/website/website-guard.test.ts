import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { makeGuardedLookup, type ResolveName } from '../../../backend/src/adapters/website/guarded-agent.ts';
import { collect, DOMAIN, HOME, packed, redirectTo, siteOf, stopSites } from './website-stand.ts';

afterEach(stopSites);

describe('the guard', () => {
  it.each([
    ['http://169.254.169.254/latest/meta-data/', 'the address is no name'],
    ['http://[::ffff:169.254.169.254]/', 'the address is no name'],
    ['http://2852039166/', 'the address is no name'],
    ['file:///etc/passwd', 'only http and https are read'],
    [`http://user:password@${DOMAIN}/`, 'the address carries a user name'],
    [`http://${DOMAIN}:5432/`, 'only the ports 80 and 443 are read'],
    ['http://metadata.google.internal/', 'the name is reserved'],
  ])('refuses a redirect to %s', async (location, reason) => {
    const site = await siteOf({ '/': redirectTo(location) });

    expect(await collect({ site })).toMatchObject({ declined: 'failed', note: `${DOMAIN}: ${reason}` });
  });

  it('follows three redirects and no fourth', async () => {
    const chain = { '/1': redirectTo('/2'), '/2': redirectTo('/3'), '/3': HOME };
    const three = await siteOf({ '/': redirectTo('/1'), ...chain });
    const four = await siteOf({ '/': redirectTo('/1'), ...chain, '/3': redirectTo('/4'), '/4': HOME });

    expect((await collect({ site: three }))?.evidence).toHaveLength(1);
    expect(await collect({ site: four })).toMatchObject({ note: `${DOMAIN}: it redirects more than 3 times` });
  });

  it.each([
    ['a private address', ['10.0.0.1']],
    ['this computer by a public name', ['127.0.0.1']],
    ['the metadata of a cloud', ['169.254.169.254']],
    ['an address that carries another', ['::ffff:127.0.0.1']],
    ['a private address among public ones', ['93.184.216.34', '192.168.0.1']],
    ['nowhere', []],
  ])('refuses a name that leads to %s', async (_, addresses) => {
    const resolve: ResolveName = async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

    expect(await collect({ domain: '127-0-0-1.nip.io', resolve })).toMatchObject({
      declined: 'failed',
      note: '127-0-0-1.nip.io: the name does not lead to a public address',
    });
  });

  it('judges the very address that the connection is made to, so a name that changes gains nothing', async () => {
    const answers = ['93.184.216.34', '127.0.0.1'];
    const lookup = makeGuardedLookup(async () => [{ address: answers.shift() ?? '', family: 4 }]);
    const look = () =>
      new Promise((resolve, reject) => {
        lookup('rebound.co.uk', { all: false }, (error, address) => (error ? reject(error) : resolve(address)));
      });

    expect(await look()).toBe('93.184.216.34');
    await expect(look()).rejects.toThrow('the name does not lead to a public address');
  });

  it('cuts a bomb at one megabyte', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(HOME), Buffer.alloc(50_000_000, ' '), Buffer.from('after')]));
    const site = await siteOf({ '/': packed(bomb, 'gzip') });

    const answer = await collect({ site });

    expect(answer?.facts.websiteWords?.value).toContain('looms');
    expect(answer?.facts.websiteWords?.value).not.toContain('after');
  });

  it('refuses an encoding that is not known, and one inside another', async () => {
    const [odd, nested] = await Promise.all(
      ['zstd', 'gzip, gzip'].map((encoding) => siteOf({ '/': packed(Buffer.from(HOME), encoding) })),
    );

    expect(await collect({ ...(odd && { site: odd }) })).toMatchObject({ declined: 'failed' });
    expect(await collect({ ...(nested && { site: nested }) })).toMatchObject({ declined: 'failed' });
  });

  it('fails on a body that never ends', async () => {
    const site = await siteOf({
      '/': (response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.write(HOME);
      },
    });

    await expect(collect({ site, pageTimeoutMs: 100 })).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it('gives up on a name server that never answers', async () => {
    const resolve: ResolveName = () => new Promise(() => undefined);

    await expect(collect({ domain: 'kestrel-loom.co.uk', resolve, pageTimeoutMs: 50 })).rejects.toMatchObject({
      code: 'upstream_unavailable',
    });
  });

  it.each(['application/pdf', 'image/png', 'application/json', ''])('reads no file of type "%s"', async (type) => {
    const site = await siteOf({ '/': (response) => void response.writeHead(200, { 'content-type': type }).end(HOME) });

    expect(await collect({ site })).toMatchObject({ declined: 'failed', note: `${DOMAIN}: it is no web page` });
  });
});

import type { EnsuredProperties } from '../../ports/crm.ts';
import type { Installation } from '../../ports/installation-store.ts';
import { hubspotOriginOf } from '../hubspot-origin.ts';
import { type Html, html } from './html.ts';

/** A page's title and body. */
export interface Page {
  readonly title: string;
  readonly body: Html;
}

const INSTALL_PATH = '/api/auth/hubspot/install';

/** What an admin sees after a successful install: what was done, and the steps that only a person can do. */
export function connectedPage(
  installation: Installation,
  properties: readonly EnsuredProperties[] | null,
  appUrl: string,
): Page {
  const host = hubspotOriginOf(installation, appUrl);
  return {
    title: 'Connected',
    body: html`<h1><span class="ok">✓</span> oppSpot is connected to HubSpot account ${installation.portalId}</h1>
<p class="lead">${propertiesSentence(properties)}</p>
${(properties ?? []).flatMap((ensured) => ensured.incompatible.map((clash) => incompatibleLine(ensured, clash)))}
<h2>Next steps</h2>
<ol>
<li>Open any contact, company or deal, click <b>Customize</b>, choose the tab or the right sidebar, then <b>Card library</b> → filter <b>App</b> → add <b>oppSpot SmartSync</b>. HubSpot does not place cards by itself.</li>
<li>On the record, click <b>Enrich with oppSpot</b>. Seconds later you see the company, its score with reasons, signals and next actions, each with its evidence.</li>
<li>Your ideal customer (industry, size, place, age) decides 30 % of the score. Set it under <b>Settings → Integrations → Connected apps → oppSpot SmartSync → Settings</b>, where you also choose which properties are filled and, if you like, tasks, deals and owners. All of those are off until you switch them on.</li>
</ol>
<p><small>oppSpot writes only its own properties (group “oppSpot SmartSync”) until you map others, and never over a value that a person typed.</small></p>
<a class="button" href="${host}/contacts/${installation.portalId}/objects/0-2/views/all/list">Back to HubSpot</a>`,
  };
}

function propertiesSentence(properties: readonly EnsuredProperties[] | null): string {
  if (properties === null) {
    return 'The account is connected. Its oppSpot properties could not be created just now; they are created before the first value is written.';
  }
  const created = properties.reduce((sum, ensured) => sum + ensured.created.length, 0);
  const present = properties.reduce((sum, ensured) => sum + ensured.present.length, 0);
  if (created === 0) return `All ${present} oppSpot properties on contacts, companies and deals were there already.`;
  return `${created} oppSpot properties were created on contacts, companies and deals${present > 0 ? `, ${present} were there already` : ''}.`;
}

function incompatibleLine(ensured: EnsuredProperties, clash: EnsuredProperties['incompatible'][number]): Html {
  return html`<p class="bad">The property <code>${clash.name}</code> on ${ensured.objectType} exists with type ${clash.actualType} instead of ${clash.expectedType}. It is left alone and not written; rename or delete it, then install again.</p>`;
}

/** Shown when HubSpot came back with an error, e.g. the person clicked Cancel. */
export function deniedPage(reason: string): Page {
  return problemPage('oppSpot was not connected', `${saying(reason)} Nothing was installed or changed.`);
}

/** The reason as one sentence, whether or not it came with its full stop. */
function saying(reason: string): string {
  return `HubSpot said: ${reason.replace(/[.\s]+$/, '')}.`;
}

/** Shown when the `state` is unknown, used, late or another browser's. */
export function stateRefusedPage(): Page {
  return problemPage(
    'This install link is not valid any more',
    'An install must be finished within ten minutes, once, and in the browser that began it (cookies allowed). Nothing was installed or changed.',
  );
}

/** Shown when HubSpot did not take the authorisation code. */
export function codeRefusedPage(reason: string): Page {
  return problemPage('HubSpot did not accept the authorisation', `${saying(reason)} Nothing was installed or changed.`);
}

/** Shown when the account cannot be given to the organisation whose dashboard the person came from. */
export function notLinkedPage(reason: string): Page {
  return {
    title: 'Not connected',
    body: html`<h1><span class="bad">✕</span> This account was not connected</h1><p class="lead">${reason} Nothing was stored.</p><a class="button" href="/dashboard">Back to the dashboard</a>`,
  };
}

/** Shown when we or HubSpot could not answer. */
export function installFailedPage(message: string): Page {
  return problemPage('The install could not be finished', message);
}

function problemPage(title: string, text: string): Page {
  return {
    title,
    body: html`<h1><span class="bad">✕</span> ${title}</h1><p class="lead">${text}</p><a class="button" href="${INSTALL_PATH}">Start the install again</a>`,
  };
}

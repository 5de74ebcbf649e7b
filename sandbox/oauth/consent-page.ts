import type { Portal } from '../state/portal.ts';
import type { AuthorizeRequest } from './check-authorize.ts';
import { describeScope } from './scope-words.ts';

/** The pages a person sees while an app is being connected. */
export function renderConsentPage(facts: {
  readonly request: AuthorizeRequest;
  readonly portals: readonly Portal[];
  readonly chosenPortalId: number | undefined;
}): string {
  const { request, portals, chosenPortalId } = facts;
  const accounts = portals.flatMap((portal) =>
    (portal.users.length > 0 ? portal.users : [UNKNOWN_USER]).map((user, index) => {
      const isChosen = portal.id === (chosenPortalId ?? portals[0]?.id) && index === 0;
      const who = `${user.firstName} ${user.lastName}`.trim();
      return `<label class="account"><input type="radio" name="account" value="${portal.id}:${user.id}"${isChosen ? ' checked' : ''}>
        <span><b>${escapeHtml(portal.name)}</b><small>Account ${portal.id} · ${escapeHtml(who)}${user.superAdmin ? ' · Super Admin' : ''}</small></span></label>`;
    }),
  );
  const scopes = [...request.scopes, ...request.optionalScopes].map(
    (scope) =>
      `<li>${escapeHtml(describeScope(scope))}${request.optionalScopes.includes(scope) ? ' <em>optional</em>' : ''}</li>`,
  );
  return renderPage(
    `Connect ${request.app.name}`,
    `<h1>Connect <b>${escapeHtml(request.app.name)}</b> to your account</h1>
    <form method="post">
      <h2>Choose an account</h2>${accounts.join('\n')}
      <h2>This app will be able to</h2><ul>${scopes.join('\n')}</ul>
      <p class="hint">You will be sent to ${escapeHtml(new URL(request.redirectUri).host)} afterwards.</p>
      <div class="buttons"><button name="decision" value="connect">Connect app</button>
      <button class="plain" name="decision" value="cancel">Cancel</button></div>
    </form>`,
  );
}

/** The page for an authorize URL that cannot be used. */
export function renderFaultPage(fault: string): string {
  return renderPage(
    'This app cannot be connected',
    `<h1>This app cannot be connected</h1><p class="fault">${escapeHtml(fault)}</p>
    <p class="hint">Correct the authorize URL or the app's registration, then open the link again.</p>`,
  );
}

const UNKNOWN_USER = { id: 0, firstName: 'Nobody', lastName: '', superAdmin: false } as const;

function renderPage(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><div class="banner">Local stand-in for HubSpot. Nothing here reaches a real account.</div><main>${content}</main></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const STYLE = `
*{box-sizing:border-box}body{margin:0;background:#f4f6f9;color:#213343;font:15px/1.5 "Lexend Deca",system-ui,-apple-system,"Segoe UI",sans-serif}
.banner{background:#213343;color:#fff;text-align:center;padding:8px 16px;font-size:13px}
main{max-width:520px;margin:48px auto;background:#fff;border:1px solid #dfe3eb;border-radius:12px;padding:32px;box-shadow:0 4px 24px #21334314}
h1{font-size:22px;line-height:1.3;font-weight:500;margin:0 0 24px}h2{font-size:14px;font-weight:600;margin:24px 0 8px}
.account{display:flex;gap:12px;align-items:center;padding:12px;border:1px solid #cbd6e2;border-radius:8px;margin-bottom:8px;cursor:pointer}
.account:has(input:checked){border-color:#ff5c35;background:#fff8f6}.account input{accent-color:#ff5c35;width:18px;height:18px}
.account b{display:block;font-weight:600}small{color:#516f90}ul{margin:0;padding-left:20px}li{margin:4px 0}em{color:#516f90;font-size:12px}
.hint{color:#516f90;font-size:13px}.fault{background:#fdedee;border:1px solid #f2545b;border-radius:8px;padding:12px;overflow-wrap:anywhere}
.buttons{display:flex;gap:12px;margin-top:24px}button{font:inherit;font-weight:600;padding:10px 24px;border-radius:8px;border:1px solid #ff5c35;background:#ff5c35;color:#fff;cursor:pointer}
button:hover{background:#e04826}button:focus-visible,.account input:focus-visible{outline:3px solid #213343;outline-offset:2px}
button.plain{background:#fff;color:#33475b;border-color:#cbd6e2}button.plain:hover{background:#f4f6f9}`;

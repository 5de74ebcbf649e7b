import { findAll, readText } from '../../project/project-files.ts';

/** The expressions of the alerts table in the operations guide, as an operator copies them. */
export function alertExpressions(): readonly string[] {
  const section = readText('docs/operations.md').split('\n### Alerts\n')[1]?.split('\n#')[0] ?? '';
  return findAll(section, /^\| [^|`]+ \| `((?:[^`])+)` \|/gm).map((text) => text.replaceAll('\\|', '|'));
}

/** Names of metrics in an expression. */
export function namesIn(expression: string): readonly string[] {
  return [...new Set(findAll(expression, /\b(smartsync_\w+)/g))];
}

/** What the selectors of a metric ask for: `label="value"` for each value that it takes or leaves out. */
export function labelsIn(expression: string, name: string): readonly string[] {
  const selectors = findAll(expression, new RegExp(`\\b${name}\\{([^}]*)\\}`, 'g'));
  return selectors.flatMap((selector) =>
    [...selector.matchAll(/(\w+)[!=~]+"([^"]*)"/g)].flatMap(([, label = '', values = '']) =>
      values.split('|').map((value) => `${label}="${value}"`),
    ),
  );
}

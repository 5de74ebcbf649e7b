import { glyphPaths } from './glyph-paths.ts';

type Props = { readonly name: string; readonly size?: number };

/** A line icon by HubSpot's icon name; an unknown or undrawn name is a plain dot, so that layout never jumps. */
export function Glyph({ name, size = 16 }: Props) {
  return (
    <svg
      className="glyph"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={glyphPaths[name] ?? glyphPaths.circleFilled ?? ''} />
    </svg>
  );
}

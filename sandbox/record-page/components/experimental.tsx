/** Stand-ins of the experimental components that are stable ones with spacing around or inside. */
import type { ComponentType, ReactNode } from 'react';
import { alignItems, distancePx, type ExperimentalSpacing, spacingStyle } from './spacing.ts';

/** Wraps a stable stand-in so that it honours the experimental padding and margin props. */
export function withSpacing<Props extends object>(
  Stable: ComponentType<Props>,
): ComponentType<Props & ExperimentalSpacing> {
  return function Spaced(props) {
    return (
      <div style={spacingStyle(props)}>
        <Stable {...props} />
      </div>
    );
  };
}

export const Center = ({ children }: { readonly children?: ReactNode }) => <div className="c-center">{children}</div>;

type MediaProps = { readonly itemLeft?: ReactNode; readonly itemRight?: ReactNode; readonly children?: ReactNode };

export function MediaObject({ itemLeft, itemRight, children }: MediaProps) {
  return (
    <div className="c-media">
      {itemLeft}
      <div>{children}</div>
      {itemRight}
    </div>
  );
}

type Stack2Props = { readonly gap?: string; readonly align?: string; readonly children?: ReactNode };

export function Stack2({ gap, align, children }: Stack2Props) {
  return (
    <div
      className="c-flex column"
      style={{ flexDirection: 'column', gap: distancePx(gap), alignItems: alignItems(align, 'stretch') }}
    >
      {children}
    </div>
  );
}

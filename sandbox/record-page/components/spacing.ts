import type { CSSProperties } from 'react';

/** Pixels of HubSpot's named distances, short and long spelling. */
const distancesPx: Readonly<Record<string, number>> = {
  flush: 0,
  xs: 4,
  'extra-small': 4,
  sm: 8,
  small: 8,
  md: 16,
  medium: 16,
  lg: 32,
  large: 32,
  xl: 64,
  'extra-large': 64,
};

export function distancePx(name: string | undefined): number {
  return distancesPx[name ?? 'flush'] ?? 0;
}

export type SizeLetter = 'xs' | 'sm' | 'md' | 'lg' | 'xl';

const sizeLetters: Readonly<Record<string, SizeLetter>> = {
  'extra-small': 'xs',
  small: 'sm',
  medium: 'md',
  large: 'lg',
  'extra-large': 'xl',
  xs: 'xs',
  sm: 'sm',
  md: 'md',
  lg: 'lg',
  xl: 'xl',
};

/** Both spellings of a size as one letter pair; `fallback` for none or an unknown one. */
export function sizeLetter(name: string | undefined, fallback: SizeLetter): SizeLetter {
  return sizeLetters[name ?? ''] ?? fallback;
}

const justified: Readonly<Record<string, string>> = {
  start: 'flex-start',
  end: 'flex-end',
  center: 'center',
  between: 'space-between',
  around: 'space-around',
};

export function justifyContent(name: string | undefined): string {
  return justified[name ?? 'start'] ?? 'flex-start';
}

const aligned: Readonly<Record<string, string>> = { start: 'flex-start', end: 'flex-end' };

export function alignItems(name: string | undefined, fallback: string): string {
  return aligned[name ?? ''] ?? name ?? fallback;
}

export type ExperimentalSpacing = {
  readonly padding?: string;
  readonly paddingInline?: string;
  readonly paddingBlock?: string;
  readonly marginTop?: string;
  readonly marginBottom?: string;
  readonly marginLeft?: string;
  readonly marginRight?: string;
};

/** Spacing props of the experimental components, as a style; names that are absent leave no trace. */
export function spacingStyle(spacing: ExperimentalSpacing): CSSProperties {
  const names = [
    'padding',
    'paddingInline',
    'paddingBlock',
    'marginTop',
    'marginBottom',
    'marginLeft',
    'marginRight',
  ] as const;
  return Object.fromEntries(
    names.flatMap((name) => (spacing[name] === undefined ? [] : [[name, distancePx(spacing[name])]])),
  );
}

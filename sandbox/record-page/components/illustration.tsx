/** Stand-ins for HubSpot's illustrations: our own quiet line drawings, a dozen motifs behind the fixed list of names. */
import type { IllustrationProps } from '@hubspot/ui-extensions';
import { type Motif, motifOf, motifPaths } from './illustration-motifs.ts';

type DrawingProps = {
  readonly name: string;
  readonly width: number;
  readonly height?: number | undefined;
  readonly label?: string | undefined;
};

export function Drawing({ name, width, height, label }: DrawingProps) {
  const motif: Motif = motifOf(name);
  return (
    <svg
      className="c-drawing"
      width={width}
      height={height ?? Math.round(width * 0.72)}
      viewBox="0 0 100 72"
      fill="none"
      role="img"
      aria-label={label}
      aria-hidden={label === undefined}
    >
      <ellipse cx="50" cy="39" rx="44" ry="29" className="backdrop" />
      <path d="M14 62h72" className="ground" />
      <path d={motifPaths[motif].shape} className="shape" />
      <path d={motifPaths[motif].accent} className="accent" />
    </svg>
  );
}

export function Illustration({ name, alt, width = 160, height }: IllustrationProps) {
  return <Drawing name={name} width={width} height={height} label={alt} />;
}

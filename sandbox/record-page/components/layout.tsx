/** Stand-ins that place other components: rows, columns, grids, boxes, distances. */
import type {
  AutoGridProps,
  BoxProps,
  CardProps,
  DividerProps,
  FlexProps,
  InlineProps,
  SpacerProps,
  StackProps,
  TileProps,
} from '@hubspot/ui-extensions';
import { alignItems, distancePx, justifyContent } from './spacing.ts';

export function Flex({ direction = 'row', gap, justify, align, alignSelf, wrap, testId, children }: FlexProps) {
  return (
    <div
      className={`c-flex ${direction}`}
      data-testid={testId}
      style={{
        flexDirection: direction,
        gap: distancePx(gap),
        justifyContent: justifyContent(justify),
        alignItems: alignItems(align, 'stretch'),
        alignSelf: alignSelf && alignItems(alignSelf, 'auto'),
        flexWrap: wrap === true || wrap === 'wrap' ? 'wrap' : 'nowrap',
      }}
    >
      {children}
    </div>
  );
}

export function Stack({
  direction = 'column',
  distance = 'sm',
  justify,
  align,
  width = '100%',
  testId,
  children,
}: StackProps) {
  return (
    <div
      className={`c-flex ${direction}`}
      data-testid={testId}
      style={{
        flexDirection: direction,
        gap: distancePx(distance),
        justifyContent: justifyContent(justify),
        alignItems: alignItems(align, direction === 'row' ? 'center' : 'stretch'),
        width,
      }}
    >
      {children}
    </div>
  );
}

export function Inline({ gap = 'sm', justify, align, testId, children }: InlineProps) {
  return (
    <div
      className="c-flex"
      data-testid={testId}
      style={{
        gap: distancePx(gap),
        justifyContent: justifyContent(justify),
        alignItems: alignItems(align, 'center'),
        flexWrap: 'wrap',
      }}
    >
      {children}
    </div>
  );
}

export function Box({ flex, alignSelf, testId, children }: BoxProps) {
  return (
    <div
      className="c-box"
      data-testid={testId}
      style={{ flex: flex ?? 'initial', alignSelf: alignItems(alignSelf, 'auto') }}
    >
      {children}
    </div>
  );
}

export function AutoGrid({ columnWidth, gap, flexible = false, testId, children }: AutoGridProps) {
  const most = flexible ? '1fr' : `${columnWidth}px`;
  return (
    <div
      className="c-auto-grid"
      data-testid={testId}
      style={{
        gridTemplateColumns: `repeat(auto-fill, minmax(min(${columnWidth}px, 100%), ${most}))`,
        gap: distancePx(gap),
      }}
    >
      {children}
    </div>
  );
}

export function Spacer({ size = 'md' }: SpacerProps) {
  return <div aria-hidden="true" style={{ height: distancePx(size) }} />;
}

export function Divider({ distance, size }: DividerProps) {
  return <hr className="c-divider" style={{ marginBlock: distancePx(distance ?? size) }} />;
}

export function Tile({ compact = false, flush = false, testId, children }: TileProps) {
  return (
    <div className={`c-tile ${compact ? 'compact' : ''} ${flush ? 'flush' : ''}`} data-testid={testId}>
      {children}
    </div>
  );
}

export function Card({ testId, children }: CardProps) {
  return (
    <section className="c-tile" data-testid={testId}>
      {children}
    </section>
  );
}

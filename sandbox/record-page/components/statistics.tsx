/** Stand-ins for large figures with a trend. */
import type { StatisticsItemProps, StatisticsProps, StatisticsTrendProps } from '@hubspot/ui-extensions';
import { Glyph } from './glyph.tsx';

export function Statistics({ testId, children }: StatisticsProps) {
  return (
    <dl className="c-statistics" data-testid={testId}>
      {children}
    </dl>
  );
}

export function StatisticsItem({ label, number, testId, children }: StatisticsItemProps) {
  return (
    <div data-testid={testId}>
      <dt>{label}</dt>
      <dd>{number}</dd>
      {children && <dd className="extra">{children}</dd>}
    </div>
  );
}

export function StatisticsTrend({ value, direction, color, testId }: StatisticsTrendProps) {
  const tone = color ?? (direction === 'increase' ? 'green' : 'red');
  return (
    <span className={`c-trend ${tone}`} data-testid={testId}>
      <Glyph name={direction === 'increase' ? 'upCarat' : 'downCarat'} size={13} />
      <span className="visually-hidden">{direction === 'increase' ? 'up' : 'down'}</span> {value}
    </span>
  );
}

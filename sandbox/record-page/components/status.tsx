/** Stand-ins that show a state or a measure: tags, score, progress, steps, icons. */
import type {
  IconProps,
  ProgressBarProps,
  ScoreProps,
  StatusTagProps,
  StepIndicatorProps,
  TagProps,
} from '@hubspot/ui-extensions';
import { useFrame } from '../host/frame-context.ts';
import { makeClick } from './clicks.ts';
import { Glyph } from './glyph.tsx';
import { useOverlayTrigger } from './overlay-trigger.tsx';
import { sizeLetter } from './spacing.ts';

export function Tag({ variant = 'default', onClick, overlay, testId, children }: TagProps) {
  const { overlays } = useFrame();
  const trigger = useOverlayTrigger(overlay);
  const className = `c-tag tone-${variant}`;
  const tag =
    onClick || overlay ? (
      <button
        type="button"
        className={className}
        data-testid={testId}
        onClick={makeClick(onClick, overlays, trigger.toggle)}
        {...trigger.props}
      >
        {children}
      </button>
    ) : (
      <span className={className} data-testid={testId}>
        {children}
      </span>
    );
  return (
    <>
      {trigger.wrap(tag)}
      {trigger.slot}
    </>
  );
}

export function StatusTag({
  variant = 'default',
  hollow = false,
  onClick,
  showRemoveIcon,
  onRemoveClick,
  testId,
  children,
}: StatusTagProps) {
  const Words = onClick ? 'button' : 'span';
  return (
    <span className={`c-status-tag tone-${variant} ${hollow ? 'hollow' : ''}`} data-testid={testId}>
      <i aria-hidden="true" />
      <Words {...(onClick ? { type: 'button', className: 'plain-button', onClick: () => onClick() } : {})}>
        {children}
      </Words>
      {showRemoveIcon && (
        <button type="button" className="plain-button" aria-label="Remove" onClick={() => onRemoveClick?.()}>
          <Glyph name="remove" size={12} />
        </button>
      )}
    </span>
  );
}

const iconPixels = { xs: 12, sm: 14, md: 18, lg: 24, xl: 32 } as const;

export function Icon({ name, color = 'inherit', size, screenReaderText, testId }: IconProps) {
  return (
    <span className={`c-icon ${color}`} data-testid={testId}>
      <Glyph name={name} size={iconPixels[sizeLetter(size, 'sm')]} />
      {screenReaderText && <span className="visually-hidden">{screenReaderText}</span>}
    </span>
  );
}

const circumference = 2 * Math.PI * 26;

export function ScoreCircle({ score, testId }: ScoreProps) {
  const shown = Math.max(0, Math.min(100, Math.round(score)));
  const tone = shown >= 67 ? 'success' : shown >= 34 ? 'warning' : 'danger';
  return (
    <svg
      className={`c-score tone-${tone}`}
      width="64"
      height="64"
      viewBox="0 0 64 64"
      role="img"
      aria-label={`Score ${shown} of 100`}
      data-testid={testId}
    >
      <circle cx="32" cy="32" r="26" className="track" />
      <circle
        cx="32"
        cy="32"
        r="26"
        className="value"
        strokeDasharray={`${(shown / 100) * circumference} ${circumference}`}
        transform="rotate(-90 32 32)"
      />
      <text x="32" y="33" textAnchor="middle" dominantBaseline="middle">
        {shown}
      </text>
    </svg>
  );
}

export function ProgressBar(props: ProgressBarProps) {
  const { title, value = 0, variant = 'success', showPercentage = false, valueDescription, testId } = props;
  const most = props.maxValue ?? props.valueMax ?? 100;
  const percent = most > 0 ? Math.max(0, Math.min(100, Math.round((100 * value) / most))) : 0;
  return (
    <div className="c-progress" data-testid={testId}>
      {(title || showPercentage || valueDescription) && (
        <div className="c-progress-words">
          <span>{title}</span>
          <span>
            {showPercentage && `${percent}%`} {valueDescription}
          </span>
        </div>
      )}
      <div
        className="c-progress-track"
        role="progressbar"
        aria-label={props['aria-label'] ?? title ?? 'Progress'}
        aria-valuenow={value}
        aria-valuemin={0}
        aria-valuemax={most}
      >
        <i className={`tone-${variant}`} style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}

export function StepIndicator(props: StepIndicatorProps) {
  const {
    stepNames,
    direction = 'horizontal',
    currentStep = 0,
    circleSize,
    variant = 'default',
    onClick,
    testId,
  } = props;
  return (
    <ol className={`c-steps ${direction} ${variant} size-${sizeLetter(circleSize, 'sm')}`} data-testid={testId}>
      {stepNames.map((name, index) => {
        const place = index < currentStep ? 'done' : index === currentStep ? 'current' : 'ahead';
        const circle = <i>{place === 'done' ? <Glyph name="success" size={12} /> : index + 1}</i>;
        return (
          <li key={name} className={place} aria-current={place === 'current' ? 'step' : undefined}>
            {onClick ? (
              <button type="button" className="plain-button" onClick={() => onClick(index)}>
                {circle} <span>{name}</span>
              </button>
            ) : (
              <>
                {circle} <span>{name}</span>
              </>
            )}
          </li>
        );
      })}
    </ol>
  );
}

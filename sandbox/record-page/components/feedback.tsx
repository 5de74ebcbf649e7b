/** Stand-ins that say how things are: alerts, empty and error states, waiting. */
import type { AlertProps, EmptyStateProps, ErrorStateProps, LoadingSpinnerProps } from '@hubspot/ui-extensions';
import { Glyph } from './glyph.tsx';
import { Drawing } from './illustration.tsx';
import { sizeLetter } from './spacing.ts';

const alertGlyphs = {
  info: 'info',
  warning: 'warning',
  success: 'checkCircle',
  error: 'exclamationCircle',
  danger: 'exclamationCircle',
  tip: 'bulb',
} as const;

export function Alert({ title, variant = 'info', testId, children }: AlertProps) {
  return (
    <div
      className={`c-alert tone-${variant}`}
      role={variant === 'error' || variant === 'danger' ? 'alert' : 'status'}
      data-testid={testId}
    >
      <Glyph name={alertGlyphs[variant]} size={18} />
      <div>
        <strong>{title}</strong>
        {children && <div>{children}</div>}
      </div>
    </div>
  );
}

export function EmptyState(props: EmptyStateProps) {
  const {
    title,
    layout = 'vertical',
    reverseOrder = false,
    imageName = 'building',
    imageWidth = 120,
    flush = false,
    testId,
  } = props;
  return (
    <div className={`c-state ${layout} ${reverseOrder ? 'reverse' : ''} ${flush ? 'flush' : ''}`} data-testid={testId}>
      <div className="c-state-words">
        {title && <h4>{title}</h4>}
        {props.children}
      </div>
      <Drawing name={imageName} width={Math.min(imageWidth, 200)} />
    </div>
  );
}

const errorDrawings = { error: 'errors/general', support: 'customer-support', lock: 'lock' } as const;

export function ErrorState({ title = 'Something went wrong', type = 'error', testId, children }: ErrorStateProps) {
  return (
    <div className="c-state vertical" role="alert" data-testid={testId}>
      <div className="c-state-words">
        <h4>{title}</h4>
        {children}
      </div>
      <Drawing name={errorDrawings[type]} width={104} />
    </div>
  );
}

export function LoadingSpinner({ label, showLabel = false, size, layout = 'inline', testId }: LoadingSpinnerProps) {
  return (
    <div className={`c-loading ${layout}`} role="status" aria-label={label} data-testid={testId}>
      <i className={`spinner spinner-${sizeLetter(size, 'sm')}`} aria-hidden="true" />
      {showLabel && <span>{label}</span>}
    </div>
  );
}

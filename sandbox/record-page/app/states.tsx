import { Glyph } from '../components/glyph.tsx';
import { Drawing } from '../components/illustration.tsx';

export function Waiting() {
  return (
    <div className="page-state" role="status" aria-label="Loading">
      <i className="spinner spinner-md" />
    </div>
  );
}

type FailedProps = { readonly title: string; readonly message: string; readonly onRetry: () => Promise<void> };

export function Failed({ title, message, onRetry }: FailedProps) {
  return (
    <div className="page-state" role="alert">
      <Drawing name="errors/general" width={150} />
      <h1>{title}</h1>
      <p>{message}</p>
      <button type="button" className="button secondary" onClick={() => void onRetry()}>
        <Glyph name="refresh" /> Try again
      </button>
    </div>
  );
}

type EmptyProps = {
  readonly drawing: string;
  readonly title: string;
  readonly message: string;
  readonly children?: React.ReactNode;
};

export function Empty({ drawing, title, message, children }: EmptyProps) {
  return (
    <div className="page-state inset">
      <Drawing name={drawing} width={130} />
      <h2>{title}</h2>
      <p>{message}</p>
      {children}
    </div>
  );
}

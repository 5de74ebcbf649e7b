import { Glyph } from '../components/glyph.tsx';

export function ExtensionSkeleton() {
  return (
    <div className="skeleton" role="status" aria-label="Loading extension">
      <i style={{ width: '55%' }} />
      <i style={{ width: '90%' }} />
      <i style={{ width: '75%' }} />
    </div>
  );
}

type FailureProps = { readonly message: string; readonly bundleUrl: string | undefined; readonly onRetry: () => void };

/** A bundle that is not there is nearly always one that was not built, so the message says how. */
export function ExtensionFailure({ message, bundleUrl, onRetry }: FailureProps) {
  const isMissing = bundleUrl !== undefined && /importScripts|failed to load|NetworkError/i.test(message);
  return (
    <div className="extension-failure" role="alert">
      <Glyph name="warning" />
      <div>
        <strong>{isMissing ? 'This extension has no bundle yet' : 'This extension stopped with an error'}</strong>
        {isMissing ? (
          <p>
            Nothing could be loaded from <code>{bundleUrl}</code>. Build the extensions with{' '}
            <code>npm run hubspot:build</code>, then try again.
          </p>
        ) : (
          <pre>{message}</pre>
        )}
        <button type="button" className="button button-sm" onClick={onRetry}>
          Try again
        </button>
      </div>
    </div>
  );
}

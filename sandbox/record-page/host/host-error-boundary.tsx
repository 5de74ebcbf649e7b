import { Component, type ReactNode } from 'react';
import { ExtensionFailure } from './extension-states.tsx';

type Props = { readonly children: ReactNode; readonly onRetry: () => void };

/** A stand-in component that throws (say, on props HubSpot would refuse) breaks its own frame only. */
export class HostErrorBoundary extends Component<Props, { readonly message: string | undefined }> {
  override state: { readonly message: string | undefined } = { message: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    if (this.state.message === undefined) return this.props.children;
    return <ExtensionFailure message={this.state.message} bundleUrl={undefined} onRetry={this.props.onRetry} />;
  }
}

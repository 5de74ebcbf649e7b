import { Component, type ReactNode } from 'react';

type Props = { readonly children: ReactNode; readonly onCrash: (message: string) => void };

/** Takes the extension's tree down when a component throws and tells the page why; the page shows the reason in its frame. */
export class CrashBoundary extends Component<Props, { readonly hasCrashed: boolean }> {
  override state = { hasCrashed: false };

  static getDerivedStateFromError() {
    return { hasCrashed: true };
  }

  override componentDidCatch(error: unknown) {
    this.props.onCrash(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  override render() {
    return this.state.hasCrashed ? null : this.props.children;
  }
}

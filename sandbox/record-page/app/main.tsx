import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { connectLiveEvents, LiveEventsContext } from './live-events.ts';
import { ToastsProvider } from './toasts.tsx';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <LiveEventsContext.Provider value={connectLiveEvents()}>
      <ToastsProvider>
        <App />
      </ToastsProvider>
    </LiveEventsContext.Provider>,
  );
}

import './styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

const nonce = document.querySelector('meta[name="style-nonce"]')?.getAttribute('content') ?? '';
// What locks the page behind a dialog adds a style element of its own and takes its nonce from here.
Object.assign(globalThis, { __webpack_nonce__: nonce });

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App nonce={nonce} />);

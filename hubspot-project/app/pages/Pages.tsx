import { hubspot } from '@hubspot/ui-extensions';
import { AppPages } from './AppPages.tsx';

hubspot.extend<'pages'>(() => <AppPages />);

import { createController } from '@remote-ui/react/host';
import { componentMap } from './map.ts';

/** How the receiver finds the stand-in of a remote component; one for all extensions, since it holds no state. */
export const componentController = createController(componentMap);

/** Most components at once, for looking at them; shown as the settings page of the sample app. */
import { hubspot } from '@hubspot/ui-extensions';
import { GalleryFigures } from './gallery-figures.tsx';
import { GalleryInputs } from './gallery-inputs.tsx';
import { GalleryWords } from './gallery-words.tsx';

hubspot.extend<'settings'>(() => (
  <>
    <GalleryWords />
    <GalleryFigures />
    <GalleryInputs />
  </>
));

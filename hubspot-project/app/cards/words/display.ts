/** How the card suits the person in front of it. */
export * from '../../../display/display.ts';

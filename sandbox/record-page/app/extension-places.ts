import type { Extension } from './control-shapes.ts';
import { type ObjectType, parseObjectType } from './object-types.ts';

/** An extension that names no object types is for all of them. */
export function isForObjectType(extension: Extension, objectType: ObjectType): boolean {
  return (
    extension.objectTypes.length === 0 || extension.objectTypes.some((type) => parseObjectType(type) === objectType)
  );
}

export function cardsAt(
  extensions: readonly Extension[],
  location: string,
  objectType: ObjectType,
): readonly Extension[] {
  return extensions.filter(
    (extension) =>
      extension.type === 'card' && extension.location === location && isForObjectType(extension, objectType),
  );
}

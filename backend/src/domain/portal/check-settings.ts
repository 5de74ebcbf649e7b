import { AppError, type FieldProblem } from '../errors.ts';
import type { ObjectType, PortalSettings } from './settings.ts';

/** What the portal has, as far as settings point at it. */
export interface PortalShape {
  /** Properties per object type. */
  readonly properties: Readonly<
    Partial<
      Record<
        ObjectType,
        readonly {
          readonly name: string;
          readonly type: string;
          readonly readOnly: boolean;
          readonly options: readonly { readonly value: string }[];
        }[]
      >
    >
  >;
  readonly ownerIds: readonly string[];
  readonly pipelines: readonly { readonly id: string; readonly stages: readonly { readonly id: string }[] }[];
}

/** Finds everything that is wrong with settings, given what the portal has; [] when they can be saved. */
export function checkSettings(settings: PortalSettings, portal: PortalShape): readonly FieldProblem[] {
  throw new AppError('internal', `checking is not built yet (${settings.retentionDays}, ${portal.ownerIds.length})`);
}

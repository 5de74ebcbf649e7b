/**
 * Shapes `@hubspot/ui-extensions` 0.17.0 sends to and checks from its worker globals.
 * The package types them in `shared.synced/types/hooks.synced.d.ts` but does not export all of them.
 */
export type FormattingOptions = {
  readonly date?: { readonly format?: string; readonly relative?: boolean };
  readonly dateTime?: { readonly format?: string; readonly relative?: boolean };
  readonly currency?: { readonly addSymbol?: boolean };
};

export type FetchHookOptions = {
  readonly propertiesToFormat?: readonly string[] | 'all';
  readonly formattingOptions?: FormattingOptions;
};

export type FetchAssociationsRequest = {
  readonly toObjectType: string;
  readonly properties?: readonly string[];
  readonly pageLength?: number;
  readonly offset?: number;
};

export type AssociationsResponse = {
  readonly results: readonly {
    readonly toObjectId: number;
    readonly associationTypes: readonly {
      readonly category: string;
      readonly typeId: number;
      readonly label: string;
    }[];
    readonly properties: Readonly<Record<string, string | null>>;
  }[];
  readonly hasMore: boolean;
  readonly nextOffset: number;
};

export type FetchCrmSearchRequest = {
  readonly objectType: string;
  readonly properties?: readonly string[];
  readonly query?: string;
  readonly pageLength?: number;
  readonly after?: string;
};

export type CrmSearchResponse = {
  readonly results: readonly {
    readonly objectId: number;
    readonly properties: Readonly<Record<string, string | null>>;
  }[];
  readonly total: number;
  readonly hasMore: boolean;
  readonly after?: string;
};

import { AppError } from '../../backend/src/domain/errors.ts';
import type { ObjectType } from '../../backend/src/domain/portal/settings.ts';
import type {
  Crm,
  CrmAccount,
  CrmRecord,
  CrmSession,
  PortalProperty,
  PropertyDefinition,
  PropertyVersion,
  UpdateOutcome,
} from '../../backend/src/ports/crm.ts';

/** One record as the fake keeps it. */
interface KeptRecord {
  readonly id: string;
  readonly objectType: ObjectType;
  readonly properties: Record<string, string>;
  readonly history: Record<string, PropertyVersion[]>;
  readonly associations: Partial<Record<ObjectType, readonly string[]>>;
}

type Pipelines = Awaited<ReturnType<Crm['readDealPipelines']>>;

/** What a portal of the fake starts with. */
export interface FakeCrmSeed {
  readonly account: CrmAccount;
  readonly properties: Readonly<Record<ObjectType, readonly PortalProperty[]>>;
  readonly ownerIds?: readonly string[];
  readonly pipelines?: Pipelines;
}

/** A call the fake received, for tests that count. */
export interface FakeCrmCall {
  readonly method: keyof Crm;
  readonly objectId?: string;
}

/** A CRM in memory with one portal: strict about properties, options and tokens. */
export interface FakeCrm extends Crm {
  readonly calls: readonly FakeCrmCall[];
  addRecord(record: {
    readonly id: string;
    readonly objectType: ObjectType;
    readonly properties: Readonly<Record<string, string>>;
    readonly associations?: CrmRecord['associations'];
  }): void;
  removeRecord(objectType: ObjectType, objectId: string): void;
  removeProperty(objectType: ObjectType, name: string): void;
  /** The next calls of this method throw this, as often as asked for. */
  failNext(method: keyof Crm, error: AppError, times?: number): void;
  /** Only these tokens are taken; undefined takes all. */
  acceptOnly(tokens: readonly string[] | undefined): void;
}

type Requester = Pick<CrmSession, 'getAccessToken' | 'countCall'>;

/** Makes a CRM with one portal and no records. */
export function makeFakeCrm(seed: FakeCrmSeed, now: () => Date = () => new Date()): FakeCrm {
  const records = new Map<string, KeptRecord>();
  const properties = new Map<ObjectType, Map<string, PortalProperty>>();
  for (const objectType of ['contacts', 'companies', 'deals'] as const) {
    properties.set(objectType, new Map(seed.properties[objectType].map((property) => [property.name, property])));
  }
  const calls: FakeCrmCall[] = [];
  const failures: { method: keyof Crm; error: AppError }[] = [];
  let accepted: readonly string[] | undefined;

  const listOf = (objectType: ObjectType) => properties.get(objectType) ?? new Map<string, PortalProperty>();
  const keyOf = (objectType: ObjectType, objectId: string) => `${objectType}/${objectId}`;

  /** One request: a token that is taken, at the second try at the latest, and no failure ordered. */
  async function begin(session: Requester, method: keyof Crm, objectId?: string): Promise<void> {
    const token = await session.getAccessToken();
    session.countCall();
    calls.push(objectId === undefined ? { method } : { method, objectId });
    if (accepted && !accepted.includes(token)) {
      const fresh = await session.getAccessToken({ rejectedToken: token });
      session.countCall();
      if (!accepted.includes(fresh)) throw new AppError('upstream_refused_token', 'The token was refused twice.');
    }
    const index = failures.findIndex((failure) => failure.method === method);
    const [failure] = index < 0 ? [] : failures.splice(index, 1);
    if (failure) throw failure.error;
  }

  function present(kept: KeptRecord, names: readonly string[], withHistory: readonly string[]): CrmRecord {
    const known = names.filter((name) => listOf(kept.objectType).has(name));
    return {
      id: kept.id,
      objectType: kept.objectType,
      properties: Object.fromEntries(known.map((name) => [name, kept.properties[name] || null])),
      history: Object.fromEntries(
        withHistory.flatMap((name) => (kept.history[name] ? [[name, kept.history[name].slice(0, 1)]] : [])),
      ),
      associations: {},
    };
  }

  function write(kept: KeptRecord, values: Readonly<Record<string, string>>, sourceType: string): void {
    const at = now().toISOString();
    for (const [name, value] of Object.entries(values)) {
      if ((kept.properties[name] ?? '') === value) continue;
      kept.properties[name] = value;
      const version = { value, at, sourceType, sourceId: null, userId: null };
      kept.history[name] = [version, ...(kept.history[name] ?? [])];
    }
  }

  function refuse(objectType: ObjectType, values: Readonly<Record<string, string>>): UpdateOutcome | undefined {
    const refused = Object.entries(values).flatMap(([property, value]) => {
      const code = findFault(listOf(objectType).get(property), value);
      return code ? [{ property, code, message: `${property} cannot be ${JSON.stringify(value)}` }] : [];
    });
    return refused.length === 0 ? undefined : { kind: 'refused', properties: refused, message: 'Values were refused.' };
  }

  function writeOne(objectType: ObjectType, objectId: string, values: Readonly<Record<string, string>>): UpdateOutcome {
    const kept = records.get(keyOf(objectType, objectId));
    if (!kept) return { kind: 'gone' };
    const refusal = refuse(objectType, values);
    if (refusal) return refusal;
    write(kept, values, 'INTEGRATION');
    return { kind: 'written' };
  }

  return {
    calls,
    async readRecord(session, { objectType, objectId, properties: names, propertiesWithHistory, associations }) {
      await begin(session, 'readRecord', objectId);
      const kept = records.get(keyOf(objectType, objectId));
      if (!kept) return undefined;
      const found = associations.flatMap((to) => (kept.associations[to] ? [[to, kept.associations[to]]] : []));
      const all = [...new Set([...names, ...propertiesWithHistory])];
      return { ...present(kept, all, propertiesWithHistory), associations: Object.fromEntries(found) };
    },
    async updateRecord(session, { objectType, objectId, properties: values }) {
      await begin(session, 'updateRecord', objectId);
      return writeOne(objectType, objectId, values);
    },
    async updateRecords(session, objectType, updates) {
      if (updates.length > 0) await begin(session, 'updateRecords');
      const rows = [...new Map(updates.map((update) => [update.objectId, update])).values()];
      return rows.map(({ objectId, properties: values }) => ({
        objectId,
        ...writeOne(objectType, objectId, values),
      }));
    },
    async findCompaniesByDomain(session, domain, names) {
      await begin(session, 'findCompaniesByDomain');
      const wanted = domain.toLowerCase();
      return [...records.values()]
        .filter((kept) => kept.objectType === 'companies' && kept.properties.domain === wanted)
        .slice(0, 5)
        .map((kept) => present(kept, names, []));
    },
    async ensureProperties(session, objectType, definitions) {
      await begin(session, 'ensureProperties');
      const list = listOf(objectType);
      const missing = definitions.filter(({ name }) => !list.has(name));
      const present = definitions.filter(({ name, type }) => list.get(name)?.type === type);
      const incompatible = definitions.flatMap(({ name, type }) => {
        const actualType = list.get(name)?.type ?? type;
        return actualType === type ? [] : [{ name, expectedType: type, actualType }];
      });
      for (const definition of missing) list.set(definition.name, toPortalProperty(definition));
      return { objectType, created: missing.map(nameOf), present: present.map(nameOf), incompatible };
    },
    async removeProperties(session, objectType, names) {
      await begin(session, 'removeProperties');
      for (const name of names) listOf(objectType).delete(name);
    },
    async uninstall(session) {
      await begin(session, 'uninstall');
      accepted = [];
    },
    async readProperties(session, objectType, names) {
      await begin(session, 'readProperties');
      return [...listOf(objectType).values()].filter(({ name }) => names?.includes(name) ?? true);
    },
    async readAccount(session) {
      await begin(session, 'readAccount');
      return seed.account;
    },
    async readOwnerIds(session) {
      await begin(session, 'readOwnerIds');
      return seed.ownerIds ?? [];
    },
    async readDealPipelines(session) {
      await begin(session, 'readDealPipelines');
      return seed.pipelines ?? [];
    },
    addRecord({ id, objectType, properties: values, associations = {} }) {
      const kept = { id, objectType, properties: {}, history: {}, associations };
      const refusal = refuse(objectType, values);
      if (refusal) throw new Error(`the fake refuses its seed: ${JSON.stringify(refusal)}`);
      write(kept, values, 'CRM_UI');
      records.set(keyOf(objectType, id), kept);
    },
    removeRecord: (objectType, objectId) => void records.delete(keyOf(objectType, objectId)),
    removeProperty: (objectType, name) => void listOf(objectType).delete(name),
    failNext(method, error, times = 1) {
      for (let count = 0; count < times; count += 1) failures.push({ method, error });
    },
    acceptOnly(tokens) {
      accepted = tokens;
    },
  };
}

function findFault(property: PortalProperty | undefined, value: string): string | undefined {
  if (!property) return 'PROPERTY_DOESNT_EXIST';
  if (property.readOnly) return 'READ_ONLY_VALUE';
  if (value === '') return undefined;
  if (property.type === 'number' && !Number.isFinite(Number(value))) return 'INVALID_NUMBER';
  const isOption = property.options.some((option) => option.value === value);
  return property.type === 'enumeration' && !isOption ? 'INVALID_OPTION' : undefined;
}

function toPortalProperty({ name, label, type, fieldType, options }: PropertyDefinition): PortalProperty {
  return { name, label, type, fieldType, options, readOnly: false };
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

import { describe, expect, it } from 'vitest';
import {
  listRefusedProperties,
  listRequiredScopes,
  parseErrorBody,
} from '../../../backend/src/adapters/hubspot/error-body.ts';

const refusedIn = (body: unknown) => listRefusedProperties(parseErrorBody(body));

describe('properties that HubSpot refused', () => {
  it('come from the context of each error', () => {
    const error = { message: 'no number', code: 'INVALID_INTEGER', context: { propertyName: ['discount'] } };
    expect(refusedIn({ category: 'VALIDATION_ERROR', errors: [error] })).toEqual([
      { property: 'discount', code: 'INVALID_INTEGER', message: 'no number' },
    ]);
  });

  it.each(['PROPERTY_DOESNT_EXIST', 'INVALID_OPTION', 'READ_ONLY_VALUE', 'A_CODE_OF_TOMORROW'])(
    'come from the JSON inside the message: %s',
    (code) => {
      const problems = [{ isValid: false, message: 'why', error: code, name: 'oppspot_score' }];
      const message = `Property values were not valid: ${JSON.stringify(problems)}`;
      expect(refusedIn({ message })).toEqual([{ property: 'oppspot_score', code, message: 'why' }]);
    },
  );

  it.each(['MISSING_REQUIRED_PROPERTY', 'MISSING_CONDITIONAL_REQUIRED_PROPERTY'])(
    'name what is missing: %s',
    (code) => {
      const errors = [{ code, message: 'is required', context: { propertyName: 'reason', properties: ['x'] } }];
      expect(refusedIn({ errors })).toEqual([{ property: 'reason', code, message: 'is required' }]);
    },
  );

  it('are named once when both places name them, with the code of the error', () => {
    const message =
      'Property values were not valid: [{"error":"OTHER","name":"a"},{"error":"INVALID_OPTION","name":"b"}]';
    const errors = [{ code: 'READ_ONLY_VALUE', message: 'ro', context: { propertyName: ['a'] } }];
    expect(refusedIn({ message, errors }).map(({ property, code }) => [property, code])).toEqual([
      ['a', 'READ_ONLY_VALUE'],
      ['b', 'INVALID_OPTION'],
    ]);
  });

  it.each([
    undefined,
    null,
    'text',
    [],
    {},
    { message: 7, errors: 'x', context: [] },
    { message: 'Values: [{broken}]' },
    { message: '}] and [{' },
    { errors: [{ context: { propertyName: [7] } }] },
  ])('are none in %j', (body) => {
    expect(refusedIn(body)).toEqual([]);
  });
});

describe('scopes that HubSpot misses', () => {
  it('come from error and body, each once', () => {
    const context = { requiredGranularScopes: ['a', 'b'] };
    expect(listRequiredScopes(parseErrorBody({ context, errors: [{ context }] }))).toEqual(['a', 'b']);
  });
});

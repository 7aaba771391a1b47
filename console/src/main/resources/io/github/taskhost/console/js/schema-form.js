// A form from a small part of JSON Schema: one flat object of simple fields, or one simple value. Any other schema has
// no form, and the answer is written as JSON. The answer is text, so that large numbers stay as they were typed.

import { html, nothing } from './lit.js';

const RADIO_MOST = 4;
const LONG_TEXT = 200;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const INTEGER = /^-?(0|[1-9]\d*)$/;
const SAMPLE_FIELDS = 3;
const SAMPLE_DEPTH = 3;
const SAMPLES = { string: 'text', integer: 42, number: 4.2, boolean: true, null: null };
const INPUT_TYPES = { date: 'date', 'date-time': 'datetime-local', email: 'email', uri: 'url' };
const KNOWN = new Set(['$schema', '$id', 'title', 'description', 'default', 'type', 'enum', 'const', 'oneOf', 'minLength',
  'maxLength', 'format', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'pattern', 'examples']);
const KNOWN_OBJECT = new Set(['$schema', '$id', 'title', 'description', 'type', 'properties', 'required', 'additionalProperties',
  'default', 'examples']);

/**
 * The form for a schema.
 * @param {unknown} schema @returns {{fields: object[], single: boolean, buttons: boolean}|null} null if it has none
 */
export function formOf(schema) {
  if (!isObject(schema)) {
    return null;
  }
  if (schema.type !== 'object') {
    const field = fieldOf('value', schema, true);
    return field && { fields: [field], single: true, buttons: asButtons([field]) };
  }
  const fields = objectFields(schema);
  return fields && { fields, single: false, buttons: asButtons(fields) };
}

function objectFields(schema) {
  const entries = Object.entries(schema.properties ?? {});
  const plain = Object.keys(schema).every((key) => KNOWN_OBJECT.has(key)) && !isObject(schema.additionalProperties);
  const required = new Set(schema.required ?? []);
  const covered = [...required].every((name) => Object.hasOwn(schema.properties ?? {}, name));
  const fields = entries.map(([name, one]) => fieldOf(name, one, required.has(name)));
  return plain && covered && entries.length && fields.every(Boolean) ? fields : null;
}

function asButtons(fields) {
  const [field] = fields;
  return fields.length === 1 && field.required && field.kind === 'choice' && field.choices.length <= RADIO_MOST;
}

function fieldOf(name, schema, required) {
  if (!isObject(schema) || !Object.keys(schema).every((key) => KNOWN.has(key))) {
    return null;
  }
  const field = { name, input: `field-${name}`, required, label: schema.title ?? words(name), description: schema.description, schema };
  const choices = choicesOf(schema);
  if (choices) {
    return { ...field, kind: 'choice', choices };
  }
  const known = ['boolean', 'string', 'integer', 'number'].includes(schema.type) && !schema.oneOf && !('enum' in schema);
  return known ? { ...field, kind: schema.type } : null;
}

function choicesOf(schema) {
  if (Array.isArray(schema.oneOf)) {
    return schema.oneOf.every((one) => isObject(one) && 'const' in one && simple(one.const))
      ? schema.oneOf.map((one) => choice(one.const, one.title)) : null;
  }
  const values = 'const' in schema ? [schema.const] : schema.enum;
  return Array.isArray(values) && values.length && values.every(simple) ? values.map((value) => choice(value)) : null;
}

function choice(value, title) {
  return { json: JSON.stringify(value), title: title ?? words(String(value)) };
}

function simple(value) {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function words(name) {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_-]/g, ' ');
}

/** The fields as a template. @param {object} form of formOf @returns {object} */
export function renderFields(form) {
  return html`${form.fields.map((field) => fieldTemplate(field))}`;
}

function fieldTemplate(field) {
  const hint = field.description ? html`<span class="hint">${field.description}</span>` : nothing;
  const label = html`${field.label}${field.required ? nothing : html` <span class="hint">optional</span>`} ${hint}`;
  if (field.kind === 'boolean') {
    return html`<label class="choice"><input type="checkbox" name=${field.input} ?checked=${field.schema.default === true}><span>${label}</span></label>`;
  }
  if (field.kind === 'choice') {
    return field.choices.length <= RADIO_MOST ? radios(field, label) : select(field, label);
  }
  return html`<label class="field">${label}${input(field)}</label>`;
}

function radios(field, label) {
  return html`<fieldset class="field"><legend>${label}</legend>${field.choices.map((one) => html`<label class="choice">
    <input type="radio" name=${field.input} value=${one.json} ?required=${field.required} ?checked=${isDefault(field, one)}><span>${one.title}</span></label>`)}</fieldset>`;
}

function select(field, label) {
  return html`<label class="field">${label}<select name=${field.input} ?required=${field.required}><option value=""></option>
    ${field.choices.map((one) => html`<option value=${one.json} ?selected=${isDefault(field, one)}>${one.title}</option>`)}</select></label>`;
}

function isDefault(field, one) {
  return 'default' in field.schema && JSON.stringify(field.schema.default) === one.json;
}

function input(field) {
  const { schema, input: name, required } = field;
  const value = schema.default === undefined ? '' : String(schema.default);
  if (field.kind !== 'string') {
    return html`<input name=${name} inputmode="decimal" autocomplete="off" ?required=${required} .defaultValue=${value} placeholder=${bounds(schema)}>`;
  }
  const most = schema.maxLength ?? nothing;
  const least = schema.minLength ?? nothing;
  if (!schema.format && (schema.maxLength ?? 0) > LONG_TEXT) {
    return html`<textarea name=${name} rows="4" ?required=${required} maxlength=${most} minlength=${least} .defaultValue=${value}></textarea>`;
  }
  return html`<input name=${name} type=${INPUT_TYPES[schema.format] ?? 'text'} autocomplete="off" ?required=${required}
    maxlength=${most} minlength=${least} step=${schema.format === 'date-time' ? '1' : nothing} .defaultValue=${value}>`;
}

function bounds({ minimum, maximum }) {
  if (minimum !== undefined && maximum !== undefined) {
    return `${minimum} to ${maximum}`;
  }
  return minimum !== undefined ? `at least ${minimum}` : maximum !== undefined ? `at most ${maximum}` : '';
}

/**
 * The answer as JSON text.
 * @param {object} form of formOf @param {FormData} data @returns {string} @throws {Error} for people, with `field`
 */
export function answerText(form, data) {
  const parts = form.fields.map((field) => [field, valueText(field, data.get(field.input))]).filter(([, text]) => text !== null);
  if (form.single) {
    return parts.length ? parts[0][1] : missing(form.fields[0]);
  }
  return `{${parts.map(([field, text]) => `${JSON.stringify(field.name)}:${text}`).join(',')}}`;
}

function valueText(field, value) {
  if (field.kind === 'boolean') {
    return String(value === 'on');
  }
  if (value === null || value === '') {
    return emptyText(field);
  }
  if (field.kind === 'choice') {
    return value;
  }
  return field.kind === 'string' ? JSON.stringify(stringValue(field, value)) : numberText(field, value.trim());
}

function emptyText(field) {
  if (field.required && field.kind !== 'string') {
    missing(field);
  }
  return field.required ? '""' : null;
}

function stringValue(field, value) {
  return field.schema.format === 'date-time' && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : value;
}

function numberText(field, value) {
  const pattern = field.kind === 'integer' ? INTEGER : NUMBER;
  if (!pattern.test(value)) {
    refuse(field, `${field.label}: expected ${field.kind === 'integer' ? 'a whole number' : 'a number'}, found ${JSON.stringify(value)}.`);
  }
  return value;
}

function missing(field) {
  refuse(field, `${field.label}: a value is required.`);
}

function refuse(field, text) {
  throw Object.assign(new Error(text), { field: field.name });
}

/** The shape of an answer as JSON, in words. @param {unknown} schema @returns {string} such as `such as {"room":"Ada"}` */
export function jsonHint(schema) {
  const sample = sampleOf(schema, 0);
  if (sample !== undefined) {
    return `such as ${JSON.stringify(sample)}`;
  }
  return `${isObject(schema) ? 'JSON that fits the schema' : 'any JSON'}; a text needs quotation marks, such as "yes"`;
}

function sampleOf(schema, depth) {
  if (!isObject(schema) || depth > SAMPLE_DEPTH) {
    return undefined;
  }
  const choices = choicesOf(schema);
  if (choices) {
    return JSON.parse(choices[0].json);
  }
  if (schema.type === 'array') {
    return [sampleOf(schema.items, depth + 1)].filter((item) => item !== undefined);
  }
  return schema.type === 'object' ? sampleObject(schema, depth) : Object.hasOwn(SAMPLES, schema.type) ? SAMPLES[schema.type] : undefined;
}

function sampleObject({ properties = {}, required = [] }, depth) {
  const names = Object.keys(properties);
  const wanted = names.some((name) => required.includes(name)) ? names.filter((name) => required.includes(name)) : names;
  return Object.fromEntries(wanted.slice(0, SAMPLE_FIELDS).map((name) => [name, sampleOf(properties[name], depth + 1)])
    .filter(([, value]) => value !== undefined));
}

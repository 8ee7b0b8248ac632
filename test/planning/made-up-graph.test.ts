import { describe, expect, it } from '@jest/globals';
import { planMadeUp } from '../support/made-up-graph.ts';

describe('the plan of an operation on another graph', () => {
  it.each([
    ['{ clock __typename }', []],
    ['{ person(name: "a") { id } }', []],
    ['{ person(name: "a") { letters friends { letters } } }', ['1 letters person.letters', '1 friends person.friends']],
    ['{ parcels(ids: ["1", "2"]) { id } }', ['2 label parcels']],
    ['{ parcels(ids: ["1", "2"]) { colour } a: parcels(ids: ["2", "3"]) { id } }', ['2 parcel parcels', '1 label a']],
    ['{ parcels(ids: ["1"]) { sender { id } } }', ['1 label parcels']],
    ['{ parcels(ids: ["1"]) { sender { id letters } } }', ['1 letters parcels.sender.letters', '1 label parcels']],
  ])('counts the calls of %s', (document, calls) => {
    expect(planMadeUp(document).calls).toEqual(calls);
  });

  it('counts one call for each row of a page that lacks a selected fact', () => {
    expect(planMadeUp('{ person(name: "a") { parcels(first: 7) { items { colour weight } } } }').calls).toEqual([
      '1 list person.parcels',
      '7 parcel person.parcels.items.weight',
    ]);
  });

  it('counts the calls below every member of a union', () => {
    const { calls } = planMadeUp(
      '{ person(name: "a") { hits { ... on Person { friends { id } } ... on Parcel { weight } ... on Node { id } } } }',
    );

    expect(calls).toEqual(['1 list person.hits', '1 friends person.hits.friends', '3 parcel person.hits.weight']);
  });

  it.each([
    ['Parcel:1', ['1 parcel node']],
    ['Person:1', ['1 letters node.letters']],
  ])('counts the calls below an interface for the type that the arguments tell: %s', (id, calls) => {
    const document = `query ($id: ID!) {
      node(id: $id) { id ... on Parcel { weight } ...P }
    }
    fragment P on Person { letters }`;

    expect(planMadeUp(document, { id }).calls).toEqual(calls);
  });

  it('counts the calls of a mutation with and without arguments, and reads anew after each', () => {
    const { calls } = planMadeUp(
      'mutation { tick { letters } a: send(to: "a") { letters } b: send(to: "a") { letters } }',
    );

    expect(calls.sort()).toEqual(
      [
        '1 tick tick',
        '1 letters tick.letters',
        '1 send a',
        '1 letters a.letters',
        '1 send b',
        '1 letters b.letters',
      ].sort(),
    );
  });

  it('looks for the owner of an item where the caller may only access own items', () => {
    const caller = { self: 'a', knowsOwner: (id: string) => id === '1' };

    expect(planMadeUp('{ parcels(ids: ["1", "2"]) { id } }', {}, { caller }).calls).toEqual([
      '1 label parcels',
      '1 parcel parcels',
    ]);
  });
});

describe('a page of a list', () => {
  const long = 'x'.repeat(1 << 20);

  it('is the same page for equal arguments, however they are written and however long they are', () => {
    const document = `query ($first: Int, $a: String, $b: String) {
      person(name: "a") {
        a: parcels(first: 3, after: $a) { items { weight } }
        b: parcels(first: $first, after: $b) { items { weight } }
        c: parcels(after: $a, first: 3) { items { weight } }
      }
    }`;

    const { calls } = planMadeUp(document, { first: 3, a: long, b: `${long.slice(1)}x` });

    expect(calls).toEqual(['1 list person.a', '3 parcel person.a.items.weight']);
  });

  it('is another page for other arguments', () => {
    const document = `query ($a: String, $b: String) {
      person(name: "a") {
        a: parcels(after: $a) { items { weight } }
        b: parcels(after: $b) { items { weight } }
        c: parcels { items { weight } }
        d: parcels(after: null) { items { weight } }
      }
    }`;

    const { calls } = planMadeUp(document, { a: long, b: `${long}x` });

    expect(calls).toEqual([
      '1 list person.a',
      ...['a', 'b', 'c', 'd'].map((name) => `10 parcel person.${name}.items.weight`),
    ]);
  });
});

import Type from 'typebox';
import { maybe } from '../../upstream/shape.ts';
import { isAmount } from './model.ts';

/** An amount that may be there: a number, or a decimal in a string. */
export const maybeAmount = maybe(Type.Union([Type.Number(), Type.Refine(Type.String(), isAmount)]));

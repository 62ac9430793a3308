export { CardError, type CardErrorCode } from './card-error.ts';
export { decode, type DecodeOptions, type UprightImage } from './decode.ts';
export { type Derivatives, makeDerivatives } from './derivatives.ts';
export { inspect, type ImageFlag, type InspectOptions, type Inspection } from './inspect.ts';
export { DEFAULT_LIMITS, type ImageLimits } from './limits.ts';
export { measureOrientation, type MeasuredOrientation, orientationOf } from './orientation.ts';
export { ASSUMED_DPI, encodePgm, greyPgm, type GreyImage } from './pgm.ts';
export { sniffFormat, type CardFormat } from './signature.ts';
export { turn, turnBetween } from './turn.ts';

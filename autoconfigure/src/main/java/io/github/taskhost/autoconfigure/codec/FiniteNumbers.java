package io.github.taskhost.autoconfigure.codec;

import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Refuses numbers that are too large for the floating-point type as which they are read,
 * instead of reading them as infinity.
 */
final class FiniteNumbers extends JsonParserDelegate {

	FiniteNumbers(JsonParser parser) {
		super(parser);
	}

	@Override
	public double getDoubleValue() {
		double value = super.getDoubleValue();
		return Double.isFinite(value) ? value : refuse(double.class);
	}

	@Override
	public float getFloatValue() {
		float value = super.getFloatValue();
		return Float.isFinite(value) ? value : (float) refuse(float.class);
	}

	private double refuse(Class<?> type) {
		throw new InputCoercionException(this, "The number is out of range", currentToken(), type);
	}

}

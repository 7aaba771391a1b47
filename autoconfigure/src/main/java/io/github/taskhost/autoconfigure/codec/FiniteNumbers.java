package io.github.taskhost.autoconfigure.codec;

import java.util.OptionalDouble;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.type.ArrayType;

/**
 * Refuses numbers that are too large for the floating-point type as which they are read,
 * instead of reading them as infinity.
 */
final class FiniteNumbers extends ValueDeserializerModifier {

	private static final long serialVersionUID = 1L;

	@Override
	public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription.Supplier description,
			ValueDeserializer<?> deserializer) {
		return checked(description.getBeanClass(), deserializer);
	}

	@Override
	public ValueDeserializer<?> modifyArrayDeserializer(DeserializationConfig config, ArrayType type,
			BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
		return checked(type.getContentType().getRawClass(), deserializer);
	}

	private static ValueDeserializer<?> checked(Class<?> type, ValueDeserializer<?> deserializer) {
		if (type == float.class || type == Float.class) {
			return new Checked(float.class, deserializer);
		}
		return (type == double.class || type == Double.class || type == OptionalDouble.class)
				? new Checked(double.class, deserializer) : deserializer;
	}

	/** Reads as another deserializer, and checks the value. */
	private static final class Checked extends DelegatingDeserializer {

		private final Class<?> type;

		Checked(Class<?> type, ValueDeserializer<?> deserializer) {
			super(deserializer);
			this.type = type;
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> deserializer) {
			return new Checked(this.type, deserializer);
		}

		@Override
		public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
			Object value = super.deserialize(parser, context);
			double[] numbers = numbers(value);
			for (int i = 0; i < numbers.length; i++) {
				if (!Double.isFinite(numbers[i])) {
					throw refusal(parser, value, i);
				}
			}
			return value;
		}

		private InputCoercionException refusal(JsonParser parser, @Nullable Object value, int index) {
			InputCoercionException refusal = new InputCoercionException(parser, "The number is out of range",
					parser.currentToken(), this.type);
			if (value instanceof double[] || value instanceof float[]) {
				refusal.prependPath(value, index);
			}
			return refusal;
		}

		private static double[] numbers(@Nullable Object value) {
			return switch (value) {
				case Number number -> new double[] { number.doubleValue() };
				case OptionalDouble number -> number.stream().toArray();
				case double[] numbers -> numbers;
				case float[] numbers -> IntStream.range(0, numbers.length).mapToDouble((i) -> numbers[i]).toArray();
				case null, default -> new double[0];
			};
		}

	}

}

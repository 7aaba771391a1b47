package io.github.taskhost.autoconfigure.codec;

import java.util.function.Predicate;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.bean.BeanSerializerBase;

/**
 * Refuses to write beans of types that are not permitted. Reading the properties of an
 * entity or a proxy may load data, loop or leak.
 */
final class PlainDataOnly extends ValueSerializerModifier {

	private static final long serialVersionUID = 1L;

	private final transient Predicate<Class<?>> permitted;

	PlainDataOnly(Predicate<Class<?>> permitted) {
		this.permitted = permitted;
	}

	@Override
	public ValueSerializer<?> modifySerializer(SerializationConfig config, BeanDescription.Supplier description,
			ValueSerializer<?> serializer) {
		return (serializer instanceof BeanSerializerBase && !this.permitted.test(description.getBeanClass()))
				? new Refusing() : serializer;
	}

	private static final class Refusing extends ValueSerializer<Object> {

		@Override
		public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
			throw new NotPlainDataException(value.getClass());
		}

	}

}

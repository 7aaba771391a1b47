package io.github.taskhost.autoconfigure.metadata;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.ClassUtils;

/**
 * The properties that a class of properties binds. An asterisk in a name stands for a key
 * of a map, here {@value #KEY}.
 *
 * @param prefix the prefix of the names
 * @param type the record
 */
record BoundProperties(String prefix, Class<?> type) {

	private static final String KEY = "import";

	static BoundProperties of(String prefix, String type) {
		try {
			return new BoundProperties(prefix, Class.forName(type));
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Binds values, each of which must be used. */
	Object bind(Map<String, String> values) {
		Map<String, String> all = new LinkedHashMap<>();
		values.forEach((name, value) -> all.put(name.replace("*", KEY), value));
		Binder binder = new Binder(new MapConfigurationPropertySource(all));
		return binder.bindOrCreate(this.prefix, Bindable.of(this.type),
				new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
	}

	/** Returns the types of the properties by their names. */
	Map<String, String> types() {
		Map<String, String> types = new LinkedHashMap<>();
		addTypes(this.prefix, this.type, types);
		return types;
	}

	private static void addTypes(String prefix, Class<?> type, Map<String, String> types) {
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
			if (component.getType().isRecord()) {
				addTypes(name, component.getType(), types);
				continue;
			}
			types.put(name, nameOf(component.getGenericType()));
			if (component.getGenericType() instanceof ParameterizedType map && component.getType() == Map.class) {
				addTypes(name + ".*", (Class<?>) map.getActualTypeArguments()[1], types);
			}
		}
	}

	private static String nameOf(Type type) {
		String name = (type instanceof Class<?> plain) ? ClassUtils.resolvePrimitiveIfNecessary(plain).getName()
				: type.getTypeName();
		return name.replace(" ", "").replace("?extends", "? extends ");
	}

	/** Returns the value of a property in a bound record, {@code null} if it is empty. */
	@Nullable Object valueOf(Object bound, String name) {
		Object value = bound;
		for (String element : name.substring(this.prefix.length() + 1).split("\\.")) {
			value = (value != null) ? step(value, element) : null;
		}
		boolean empty = value instanceof Collection<?> collection && collection.isEmpty()
				|| value instanceof Map<?, ?> map && map.isEmpty();
		return empty ? null : value;
	}

	private static @Nullable Object step(Object value, String element) {
		if (element.equals("*")) {
			return ((Map<?, ?>) value).get(KEY);
		}
		try {
			for (RecordComponent component : value.getClass().getRecordComponents()) {
				if (DataObjectPropertyName.toDashedForm(component.getName()).equals(element)) {
					component.getAccessor().setAccessible(true);
					return component.getAccessor().invoke(value);
				}
			}
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
		throw new IllegalArgumentException(element + " is no component of " + value.getClass());
	}

}

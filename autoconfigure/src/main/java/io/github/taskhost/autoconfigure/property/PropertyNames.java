package io.github.taskhost.autoconfigure.property;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The names that can follow a prefix, derived from the type to which they are bound: the
 * components of a record, the entries of a map or list, or no further name for a value.
 */
final class PropertyNames {

	private final Map<String, PropertyNames> children = new TreeMap<>();

	/** The names below each entry of a map or list. */
	private @Nullable PropertyNames entries;

	private boolean isMap;

	/** Whether a value can have this name. */
	private boolean isValue;

	/** Whether any name may follow, since the type does not tell. */
	private boolean isOpen;

	/** Returns the names below a group, for further description. */
	PropertyNames group(String name) {
		return this.children.computeIfAbsent(name, (key) -> new PropertyNames());
	}

	void describe(ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		if (raw.isRecord()) {
			for (RecordComponent component : raw.getRecordComponents()) {
				group(DataObjectPropertyName.toDashedForm(component.getName()))
					.describe(ResolvableType.forMethodReturnType(component.getAccessor()));
			}
		}
		else if (Map.class.isAssignableFrom(raw)) {
			this.isMap = true;
			this.entries = entries(type.getGeneric(1));
		}
		else if (Collection.class.isAssignableFrom(raw)) {
			this.isValue = true;
			this.entries = entries(type.getGeneric(0));
		}
		else {
			this.isValue = true;
			this.isOpen = !isSimple(raw);
		}
	}

	private static PropertyNames entries(ResolvableType type) {
		PropertyNames entries = new PropertyNames();
		entries.describe(type);
		return entries;
	}

	private static boolean isSimple(Class<?> type) {
		return ClassUtils.isPrimitiveOrWrapper(type) || type.isEnum() || type.getName().startsWith("java.")
				|| type.getName().startsWith("org.springframework.util.unit.");
	}

	/** Whether the elements of a name from an index on can follow. */
	boolean contain(ConfigurationPropertyName name, int index) {
		if (this.isOpen || index == name.getNumberOfElements()) {
			return true;
		}
		PropertyNames next = (this.entries != null) ? this.entries : child(name.getElement(index, Form.UNIFORM));
		return next != null && next.contain(name, index + 1);
	}

	/**
	 * Describes the names among which that of the element at which a name is wrong should
	 * be, the nearest ones first.
	 */
	String expected(ConfigurationPropertyName name, int index) {
		PropertyNames next = null;
		if (index < name.getNumberOfElements()) {
			next = (this.entries != null) ? this.entries : child(name.getElement(index, Form.UNIFORM));
		}
		if (next != null) {
			return next.expected(name, index + 1);
		}
		String known = "Known names there: " + String.join(", ", this.children.keySet());
		List<String> near = (index < name.getNumberOfElements())
				? NearNames.of(name.getElement(index, Form.DASHED), this.children.keySet()) : List.of();
		return near.isEmpty() ? known : "Did you mean '" + String.join("' or '", near) + "'? " + known;
	}

	private @Nullable PropertyNames child(String uniform) {
		return this.children.entrySet()
			.stream()
			.filter((child) -> child.getKey().replace("-", "").equals(uniform))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns the property that the rest of the name of an environment variable means, in
	 * upper case: {@code .daily-report.timeout} for {@code DAILY_REPORT_TIMEOUT} below
	 * the kinds. The shortest key of a map precedes; an underscore in a key is a dash.
	 * @return the property, or {@code null} if the name means none
	 */
	@Nullable String ofEnvironment(String rest) {
		if (rest.isEmpty()) {
			return this.isValue ? "" : null;
		}
		if (this.isOpen) {
			return "." + rest.toLowerCase(Locale.ROOT).replace('_', '.');
		}
		return (this.entries != null) ? entry(this.entries, rest) : child(this.children, rest);
	}

	private @Nullable String entry(PropertyNames entries, String rest) {
		for (int end = rest.indexOf('_'); end >= 0; end = rest.indexOf('_', end + 1)) {
			String path = entries.ofEnvironment(rest.substring(end + 1));
			if (path != null && end > 0) {
				return key(rest.substring(0, end)) + path;
			}
		}
		String path = entries.ofEnvironment("");
		return (path != null) ? key(rest) + path : null;
	}

	private String key(String name) {
		return this.isMap ? "." + name.toLowerCase(Locale.ROOT).replace('_', '-') : "[" + name + "]";
	}

	private static @Nullable String child(Map<String, PropertyNames> children, String rest) {
		for (Map.Entry<String, PropertyNames> child : children.entrySet()) {
			String name = child.getKey().toUpperCase(Locale.ROOT);
			for (String form : List.of(name.replace("-", ""), name.replace('-', '_'))) {
				if (rest.equals(form) || rest.startsWith(form + "_")) {
					String path = child.getValue()
						.ofEnvironment(rest.equals(form) ? "" : rest.substring(form.length() + 1));
					if (path != null) {
						return "." + child.getKey() + path;
					}
				}
			}
		}
		return null;
	}

}

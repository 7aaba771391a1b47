package io.github.taskhost;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/**
 * The public types and members of the core, by the names that the documentation uses:
 * {@code Type}, {@code Type.Nested}, {@code Type.method}, {@code Type.CONSTANT}.
 */
final class CoreNames {

	private static final Set<String> NO_FIELDS = Set.of("equals", "hashCode", "toString", "toBuilder");

	private static final Map<String, Class<?>> TYPES = types();

	private CoreNames() {
	}

	private static Map<String, Class<?>> types() {
		return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("io.github.taskhost")
			.stream()
			.filter(JavaClass::isTopLevelClass)
			.map(JavaClass::reflect)
			.filter((type) -> Modifier.isPublic(type.getModifiers()))
			.collect(Collectors.toMap(Class::getSimpleName, Function.identity()));
	}

	static boolean exists(String name) {
		List<String> parts = List.of(name.split("\\."));
		Optional<Class<?>> type = Optional.ofNullable(TYPES.get(parts.get(0)));
		for (String part : parts.subList(1, parts.size() - ((parts.size() > 1) ? 1 : 0))) {
			type = type.flatMap((outer) -> nested(outer, part));
		}
		String last = parts.get(parts.size() - 1);
		return type.isPresent() && (parts.size() == 1 || hasMember(type.get(), last));
	}

	/**
	 * The operations or, as accessors, the fields that a type declares.
	 */
	static Set<String> methods(Class<?> type, boolean accessors) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> isPublic(method) && !Modifier.isStatic(method.getModifiers()))
			.filter((method) -> !accessors || method.getParameterCount() == 0)
			.filter((method) -> !NO_FIELDS.contains(method.getName()) && !method.isSynthetic())
			.map((method) -> type.getSimpleName() + "." + method.getName())
			.collect(Collectors.toSet());
	}

	private static boolean hasMember(Class<?> type, String name) {
		Stream<String> methods = Arrays.stream(type.getMethods())
			.filter((method) -> method.getDeclaringClass() != Object.class)
			.map(Method::getName);
		Stream<String> constants = Arrays.stream(type.getFields()).map(Field::getName);
		return nested(type, name).isPresent() || Stream.concat(methods, constants).anyMatch(name::equals);
	}

	private static Optional<Class<?>> nested(Class<?> type, String name) {
		return Arrays.stream(type.getClasses())
			.<Class<?>>map(Function.identity())
			.filter((nested) -> nested.getSimpleName().equals(name))
			.findFirst();
	}

	private static boolean isPublic(Method method) {
		return Modifier.isPublic(method.getModifiers());
	}

}

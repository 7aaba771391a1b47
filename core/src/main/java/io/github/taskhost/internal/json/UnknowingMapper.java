package io.github.taskhost.internal.json;

/**
 * Refuses to write a type of the API with a Jackson mapper that does not have the module
 * of Taskhost: such a mapper finds no properties and would write an empty object.
 */
public final class UnknowingMapper {

	private UnknowingMapper() {
	}

	/**
	 * Returns the refusal. A mapper asks a type for it by a private method with the
	 * annotation {@code JsonValue}, which only mappers without the module use. The JVM
	 * ignores the annotation in applications without Jackson.
	 * @param type the type
	 * @return the exception to throw
	 */
	public static IllegalStateException refusal(Class<?> type) {
		return new IllegalStateException("This mapper cannot write a " + type.getSimpleName()
				+ ", since it does not have the Jackson module of Taskhost. Make it with findAndAddModules(), or add "
				+ "a TaskhostJacksonModule (Jackson 3, taskhost-spring-boot-autoconfigure).");
	}

}

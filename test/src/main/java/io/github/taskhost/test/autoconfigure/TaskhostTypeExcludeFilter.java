package io.github.taskhost.test.autoconfigure;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.taskhost.BackgroundTaskInterceptor;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.spi.TaskContextPropagator;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AbstractTypeHierarchyTraversingFilter;
import org.springframework.core.type.filter.TypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Selects the components of tests with {@link TaskhostTest}.
 */
final class TaskhostTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<TaskhostTest> {

	private static final Set<Class<?>> KINDS = Set.of(BackgroundTaskHandler.class, BackgroundTaskExecutor.class);

	private static final Set<Class<?>> KNOWN = Set.of(BackgroundTaskListener.class, BackgroundTaskInterceptor.class,
			TaskContextPropagator.class);

	/** Types that this artifact does not need, by their names. */
	private static final List<String> OPTIONAL = List.of(
			"io.github.taskhost.autoconfigure.BackgroundTaskHostCustomizer", "tools.jackson.databind.JacksonModule",
			"org.springframework.boot.jackson.JacksonComponent");

	private static final TypeFilter KIND_METHODS = new KindMethods();

	private final Set<Class<?>> kinds;

	TaskhostTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		this.kinds = Set.of(getAnnotation().getValue("kinds", Class[].class).orElse(new Class<?>[0]));
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		Set<Class<?>> includes = new HashSet<>(KNOWN);
		ClassLoader loader = getClass().getClassLoader();
		OPTIONAL.stream()
			.filter((name) -> ClassUtils.isPresent(name, loader))
			.map((name) -> ClassUtils.resolveClassName(name, loader))
			.forEach(includes::add);
		if (this.kinds.isEmpty()) {
			includes.addAll(KINDS);
		}
		return includes;
	}

	@Override
	protected Set<Class<?>> getComponentIncludes() {
		return this.kinds;
	}

	@Override
	protected boolean defaultInclude(MetadataReader reader, MetadataReaderFactory readers) throws IOException {
		return super.defaultInclude(reader, readers) || (this.kinds.isEmpty() && KIND_METHODS.match(reader, readers));
	}

	/** Matches classes with a kind method, which may be inherited. */
	private static final class KindMethods extends AbstractTypeHierarchyTraversingFilter {

		KindMethods() {
			super(true, true);
		}

		@Override
		protected boolean matchSelf(MetadataReader reader) {
			return reader.getAnnotationMetadata().hasAnnotatedMethods(BackgroundTaskKind.class.getName());
		}

	}

}

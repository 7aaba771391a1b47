package io.github.taskhost.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.test.TestTime;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test class for background work alone: the context has a host with a settable
 * {@link TestTime}, the kinds, listeners, interceptors and Jackson modules of the
 * application, and no other component. Web, data and metrics are not configured. The host
 * is reset after each test method, as {@link AutoConfigureTaskhost} says.
 *
 * <p>
 * A kind is a component with a {@link BackgroundTaskKind} method, a
 * {@code BackgroundTaskHandler} or a {@code BackgroundTaskExecutor}. The other components
 * that it needs are added with {@code @Import} or replaced with {@code @MockitoBean}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(TaskhostTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(TaskhostTypeExcludeFilter.class)
@AutoConfigureTaskhost
@ImportAutoConfiguration
public @interface TaskhostTest {

	/**
	 * Properties in the form {@code key=value} that the environment gets before the test
	 * runs.
	 * @return the properties
	 */
	String[] properties() default {};

	/**
	 * Alias of {@link #kinds()}.
	 * @return the component classes
	 */
	@AliasFor("kinds")
	Class<?>[] value() default {};

	/**
	 * Component classes with the kinds of the test.
	 * @return the classes; empty for all kinds of the application
	 */
	@AliasFor("value")
	Class<?>[] kinds() default {};

	/**
	 * Switch of the default filters, which include the components named above.
	 * @return {@code false} if only {@link #includeFilters()} include components
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters that include further components.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Filters that exclude components.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations that are left out.
	 * @return the classes
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}

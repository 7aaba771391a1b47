package io.github.taskhost.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.taskhost.test.TestTime;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * A host with a settable time for a test class, such as one with {@code @SpringBootTest}
 * or {@code @WebMvcTest}. The context has a {@link TestTime} bean unless the application
 * has a {@code TaskTimer} bean, and the host is reset after each test method: its tasks
 * are cancelled and forgotten. A test fails if work does not end within ten seconds of
 * its cancellation. Test methods that share a host must not run at the same time.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureTaskhost {

}

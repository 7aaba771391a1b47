package io.github.taskhost.autoconfigure.testing;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application that the examples of {@code docs/testing.md} test. */
@SpringBootApplication
public class PageApplication {

}

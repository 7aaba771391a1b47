package io.github.taskhost.autoconfigure.web;

import io.github.taskhost.error.TaskNotFoundException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for problem details in the slice that tests controllers of Spring MVC.
 */
@WebMvcTest
@ContextConfiguration(classes = WebMvcProblemSliceTests.Application.class)
class WebMvcProblemSliceTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void exceptionOfTheHostIsAProblem() {
		assertThat(this.mvc.get().uri("/unknown")).hasStatus(404)
			.bodyJson()
			.extractingPath("$.title")
			.isEqualTo("Task not found");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Tasks.class)
	static class Application {

	}

	@RestController
	static class Tasks {

		@GetMapping("/unknown")
		String unknown() {
			throw new TaskNotFoundException("unknown");
		}

	}

}

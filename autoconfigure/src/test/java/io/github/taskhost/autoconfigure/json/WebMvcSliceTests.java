package io.github.taskhost.autoconfigure.json;

import io.github.taskhost.autoconfigure.TestRecords;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the slice that tests controllers, in an application with its own mapper.
 */
@WebMvcTest
@ContextConfiguration(classes = WebMvcSliceTests.Application.class)
class WebMvcSliceTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void recordsAreWritten() {
		assertThat(this.mvc.get().uri("/task")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.state")
			.isEqualTo("cancel_requested");
	}

	@Test
	void recordsAreRead() {
		String json = JsonMapper.builder().findAndAddModules().build().writeValueAsString(TestRecords.full());
		assertThat(this.mvc.post().uri("/version").contentType("application/json").content(json)).hasStatusOk()
			.hasBodyTextEqualTo(String.valueOf(TestRecords.full().version()));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Tasks.class)
	static class Application {

		@Bean
		JsonMapper mapper() {
			return JsonMapper.builder().findAndAddModules().build();
		}

	}

	@RestController
	static class Tasks {

		@GetMapping("/task")
		BackgroundTaskRecord task() {
			return TestRecords.full();
		}

		@PostMapping("/version")
		long version(@RequestBody BackgroundTaskRecord task) {
			return task.version();
		}

	}

}

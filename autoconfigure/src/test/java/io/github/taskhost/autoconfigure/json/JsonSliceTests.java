package io.github.taskhost.autoconfigure.json;

import io.github.taskhost.autoconfigure.TestRecords;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.test.json.JacksonTester;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the slice that tests JSON, without the search for modules.
 */
@JsonTest(properties = "spring.jackson.find-and-add-modules=false")
@ContextConfiguration(classes = JsonSliceTests.Application.class)
class JsonSliceTests {

	@Autowired
	private JacksonTester<BackgroundTaskRecord> json;

	@Test
	void recordsAreWrittenAndRead() throws Exception {
		BackgroundTaskRecord record = TestRecords.full();
		String text = this.json.write(record).getJson();
		assertThat(text).contains("\"id\":\"import:orders\"", "\"state\":\"cancel_requested\"");
		assertThat(this.json.parseObject(text)).isEqualTo(record);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

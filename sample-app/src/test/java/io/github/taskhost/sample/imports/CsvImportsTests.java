package io.github.taskhost.sample.imports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * The file of an upload is there until its task has ended.
 */
class CsvImportsTests {

	private final BackgroundTaskHost host = mock();

	private final TaskSession session = mock();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@BeforeEach
	void openSession() {
		given(this.host.session("s")).willReturn(this.session);
	}

	private CsvImports imports() {
		ImportProperties properties = new ImportProperties(DataSize.ofKilobytes(1), 10, 10, DataSize.ofKilobytes(1),
				Duration.ZERO, Duration.ofHours(1), 2, Duration.ofDays(7), this.folder);
		return new CsvImports(this.host, mock(), properties, new CsvUploads(properties), new JsonMapper());
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.folder)) {
			return files.toList();
		}
	}

	private static InputStream csv() {
		return new ByteArrayInputStream("a\n1\n".getBytes());
	}

	@Test
	void refusedTaskDeletesTheUpload() throws IOException {
		given(this.session.submit(any(TaskRequest.class)))
			.willThrow(new TaskRejectedException(RejectionReason.SHUTDOWN, "no"));
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> imports().start("s", csv()));
		assertThat(files()).isEmpty();
	}

	@Test
	void tooLargeUploadIsDeleted() throws IOException {
		InputStream large = new ByteArrayInputStream(new byte[2000]);
		assertThatExceptionOfType(FileTooLargeException.class).isThrownBy(() -> imports().start("s", large));
		assertThat(files()).isEmpty();
	}

	@Test
	void endOfTheTaskDeletesTheUpload() throws IOException {
		BackgroundTaskHandle<Object> handle = mock();
		given(this.session.submit(any(TaskRequest.class))).willReturn(handle);
		CsvImports imports = imports();
		imports.start("s", csv());
		assertThat(files()).hasSize(1);
		ArgumentCaptor<TaskRequest> request = ArgumentCaptor.captor();
		then(this.session).should().submit(request.capture());
		imports.onEnd(new BackgroundTaskEvent.Cancelled(ended(request.getValue()), 2, Instant.now()));
		assertThat(files()).isEmpty();
	}

	private static BackgroundTaskRecord ended(TaskRequest request) {
		BackgroundTaskRecord record = mock();
		given(record.kind()).willReturn("import");
		given(record.input()).willReturn(new JsonPayload(new JsonMapper().writeValueAsString(request.input())));
		return record;
	}

	@Test
	void invalidSessionIsRefusedBeforeTheUploadIsRead() {
		given(this.host.session("?")).willThrow(new InvalidTaskArgumentException("no"));
		InputStream unread = mock();
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> imports().start("?", unread));
		then(unread).shouldHaveNoInteractions();
	}

}

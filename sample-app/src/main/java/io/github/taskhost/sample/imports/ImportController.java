package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.taskhost.sample.imports.ImportBatch.RejectedRow;
import io.github.taskhost.sample.web.TaskResponses;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * Starts imports over HTTP, and shows their rejected rows.
 */
@RestController
class ImportController {

	private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

	private final CsvImports imports;

	private final ImportProperties properties;

	ImportController(CsvImports imports, ImportProperties properties) {
		this.imports = imports;
		this.properties = properties;
	}

	@PostMapping(path = "/sessions/{session}/imports", consumes = "text/csv")
	ResponseEntity<BackgroundTaskRecord> start(@PathVariable String session, @RequestHeader HttpHeaders headers,
			InputStream csv) throws IOException, HttpMediaTypeNotSupportedException {
		MediaType type = headers.getContentType();
		Charset charset = (type != null) ? type.getCharset() : null;
		if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
			throw new HttpMediaTypeNotSupportedException(type, List.of(CSV));
		}
		// A declared length over the limit is refused before the body is read.
		if (headers.getContentLength() > this.properties.maxSize().toBytes()) {
			throw new FileTooLargeException(this.properties.maxSize());
		}
		return TaskResponses.accepted(this.imports.start(session, csv));
	}

	/** Starts the imports of all uploaded files as one group. */
	@PostMapping(path = "/sessions/{session}/imports", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	ResponseEntity<BackgroundTaskRecord> startAll(@PathVariable String session,
			@RequestParam("file") List<MultipartFile> files) throws IOException {
		return TaskResponses.accepted(this.imports.startAll(session, files, null));
	}

	/** Returns the number of rows of an import that are in the database. */
	@GetMapping("/sessions/{session}/imports/{id}/rows")
	long rows(@PathVariable String session, @PathVariable String id) {
		return this.imports.rows(session, id);
	}

	/**
	 * Returns the first 1,000 rejected rows, at most 1 MiB of them. An import links to
	 * them as an artifact.
	 */
	@GetMapping("/sessions/{session}/imports/{id}/rejected")
	List<RejectedRow> rejected(@PathVariable String session, @PathVariable String id) {
		return this.imports.rejected(session, id);
	}

}

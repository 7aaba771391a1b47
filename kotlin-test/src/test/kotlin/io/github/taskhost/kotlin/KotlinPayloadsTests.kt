package io.github.taskhost.kotlin

import io.github.taskhost.BackgroundTaskHost
import io.github.taskhost.TaskRequest
import io.github.taskhost.error.InvalidTaskArgumentException
import io.github.taskhost.task.BackgroundTaskRecord
import io.github.taskhost.task.JsonPayload
import java.time.Duration
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatExceptionOfType
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.annotation.Autowired
import org.springframework.boot.test.context.SpringBootTest

/** Tests for data classes and sealed types of Kotlin as inputs and results. */
@SpringBootTest(classes = [Application::class], webEnvironment = SpringBootTest.WebEnvironment.NONE)
class KotlinPayloadsTests(@param:Autowired private val host: BackgroundTaskHost) {

    @Test
    fun `absent properties have their defaults`() {
        val end = run("import", JsonPayload("""{"name":"a.csv"}"""))
        assertThat(end.status()).isEqualTo("a.csv;")
        assertThat(end.result()?.value()).isEqualTo(JsonPayload("""{"rows":10,"note":"ok"}"""))
    }

    @Test
    fun `given properties replace defaults`() {
        val end = run("import", JsonPayload("""{"name":"a.csv","rows":7,"separator":","}"""))
        assertThat(end.status()).isEqualTo("a.csv,")
        assertThat(end.result()?.value()).isEqualTo(JsonPayload("""{"rows":7,"note":"ok"}"""))
    }

    @Test
    fun `data classes are inputs as they are`() {
        val end = run("import", CsvFile("b.csv", rows = 3))
        assertThat(end.input()).isEqualTo(JsonPayload("""{"name":"b.csv","rows":3,"separator":";","note":null}"""))
        assertThat(end.result()?.value()).isEqualTo(JsonPayload("""{"rows":3,"note":"ok"}"""))
    }

    @Test
    fun `properties without a default are required`() {
        for (json in listOf("""{"rows":7}""", """{"name":null}""", """{"name":"a.csv","rows":null}""")) {
            assertThatExceptionOfType(InvalidTaskArgumentException::class.java)
                .isThrownBy { run("import", JsonPayload(json)) }
                .withMessageContaining("The JSON does not fit: ")
        }
    }

    @Test
    fun `sealed types name their subtype`() {
        assertThat(run("scale", Square(2)).result()?.value()).isEqualTo(JsonPayload("""{"type":"square","side":4}"""))
        assertThat(run("scale", JsonPayload("""{"radius":2,"type":"circle"}""")).result()?.value())
            .isEqualTo(JsonPayload("""{"type":"circle","radius":4.0,"color":"red"}"""))
        assertThatExceptionOfType(InvalidTaskArgumentException::class.java)
            .isThrownBy { run("scale", JsonPayload("""{"type":"triangle"}""")) }
            .withMessageContaining("\"triangle\" does not name a Shape")
    }

    private fun run(kind: String, input: Any): BackgroundTaskRecord =
        host.session("s1").submit(TaskRequest.of(kind).input(input)).await(Duration.ofSeconds(30))

}

package org.turntable.testing.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.turntable.testing.load.Script;
import org.turntable.testing.load.ScriptFamily;

/** The same short GET over and over, for the servlet that does nothing. Settings: {@code path}. */
public final class BareFamily implements ScriptFamily, Script {
    private byte[] request;
    private long ok;
    private long others;

    @Override
    public void open(JsonNode settings, int connections) {
        request = ("GET " + settings.get("path").asText() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Script script(int connection) {
        return this;
    }

    @Override
    public boolean next(ByteBuffer into) {
        into.put(request);
        return true;
    }

    @Override
    public void answered(int status, byte[] bytes, int start, int length) {
        if (status == 200) {
            ok++;
        } else {
            others++;
        }
    }

    @Override
    public void failed() {
        others++;
    }

    @Override
    public Object counts() {
        return Map.of("results", ok, "others", others);
    }
}
